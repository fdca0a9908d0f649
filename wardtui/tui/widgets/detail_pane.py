"""The pane beside a list in which the case under the cursor is shown."""

from textual.containers import VerticalScroll
from textual.message import Message


class DetailPane(VerticalScroll):
    """Tells its screen when lines break elsewhere."""

    class Resized(Message):
        """Its width has changed."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())
