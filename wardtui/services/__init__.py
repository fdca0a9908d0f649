"""The use cases, a verb each. Front ends call them; they know no screen, file format or socket."""
