"""What ends an exchange with the server, in two or three words. The first screen needs these."""

from wardtui.i18n import N_

TROUBLES = {
    "server_unreachable": N_("no connection"),
    "server_busy": N_("server busy"),
    "device_revoked": N_("device revoked"),
    "token_unknown": N_("pair again"),
    "stale_server": N_("server has old data"),
    "restored_server": N_("server was restored"),
    "upgrade_required": N_("update wardtui"),
}
"""Codes of errors that end a sync, in two or three words."""

TROUBLE = N_("sync failed")
