"""The campaign of the source article as a play: 800 residents, thirty days, seven officers.

Whoever is drawn here is invented. The seed decides everything, and for each resident apart: what
one of them says does not depend on when the others were called.
"""
