"""What every test shares: property tests are judged by what they find, not by how fast this machine is.

`make soak` chooses the profile of that name: the long forms, more than an hour.
"""

from hypothesis import settings

settings.register_profile("gate", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=10_000)
settings.load_profile("gate")
