"""The screens: they send commands to the use cases and draw what comes back."""
