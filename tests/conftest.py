"""What every test shares: property tests are judged by what they find, not by how fast this machine is."""

from hypothesis import settings

settings.register_profile("gate", deadline=None)
settings.load_profile("gate")
