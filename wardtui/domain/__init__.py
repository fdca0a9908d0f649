"""The rules of the work, pure: no clock, no input or output, no language, no screen."""
