"""What an error says when it is about whom to trust, or about a bundle."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "insecure_address": (
        N_("{url} is not encrypted: everybody on the line could read and change everything."),
        N_("Write https://… — or, if you know the line is safe, add --insecure-http."),
    ),
    "bad_fingerprint": (
        N_("That is not a fingerprint."),
        N_("It has 64 characters from 0 to 9 and A to F; gaps do not matter."),
    ),
    "bad_authority": (
        N_("There are no certificates in {file}."),
        N_("Ask whoever runs the server for the file of its authority (PEM)."),
    ),
    "bad_proxy": (
        N_("The proxy of the settings or the environment cannot be used."),
        N_("Write it like http://proxy.example:3128, or leave it out."),
    ),
    "no_certificate": (
        N_("{url} has no certificate that could be pinned."),
        N_("Give an address that begins with https://"),
    ),
    "certificate_refused": (
        N_("Nobody whom this machine trusts vouches for the server {server}. Nothing was sent."),
        N_(
            "Tell whoever runs the server. If its certificate is its own, have the fingerprint "
            "read to you and call: wardtui server --fingerprint SHA256"
        ),
    ),
    "fingerprint_differs": (
        N_(
            "The server {server} shows another fingerprint than the agreed one: {seen}. "
            "Nothing was sent."
        ),
        N_(
            "Ask whoever runs the server by telephone. Only if they read out the same one: "
            "wardtui server --pin"
        ),
    ),
    "not_the_same_server": (
        N_("What answers at {url} is not the server with which this device is paired."),
        N_("Check the address. Nothing was changed."),
    ),
    "bundle_keys_missing": (
        N_("This device and the server do not know each other's keys yet."),
        N_("Call wardtui sync once, or pair again with a new code. What waits stays saved."),
    ),
    "not_a_bundle": (
        N_("The file is no bundle of wardtui."),
        N_("Choose the file that came back from the server. Nothing was changed."),
    ),
    "bundle_too_new": (
        N_("The bundle was made by a newer wardtui."),
        N_("Update wardtui. Nothing was changed."),
    ),
    "bundle_damaged": (
        N_("The bundle is cut off, was changed, or was made by somebody else."),
        N_("Copy it once more, or have a new one made. Nothing was changed."),
    ),
    "bundle_too_large": (
        N_("The bundle holds more than {limit} MB."),
        N_("Call wardtui sync when there is a line. Nothing was changed."),
    ),
    "bundle_key_unusable": (
        N_("The key for bundles cannot be used."),
        N_("Pair again with a new code. What waits stays saved."),
    ),
    "not_an_answer": (
        N_("This bundle is on its way to the server."),
        N_("Have it brought there, and read here the answer that comes back."),
    ),
    "answer_for_another": (
        N_("This answer is for another device, or from another server."),
        N_("Choose the answer to this device's own bundle. Nothing was changed."),
    ),
    "not_an_outbox": (
        N_("This bundle is an answer on its way to a laptop."),
        N_("Have it brought there: wardtui bundle read FILE"),
    ),
    "bundle_for_another": (
        N_("This bundle was made for another server."),
        N_("Bring it there, or have that laptop pair with this server. Nothing was changed."),
    ),
    "bundle_of_unknown": (
        N_("No laptop that is paired with this server has made this bundle."),
        N_("Have that laptop pair again with a new code: wardtui central pairing-code"),
    ),
    "bundle_of_revoked": (
        N_("The laptop that made this bundle was revoked; what it brings was kept aside."),
        N_("A leader decides: release it, or give the officer a new pairing code."),
    ),
}
