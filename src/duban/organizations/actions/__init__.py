"""The verbs of the directory of regions and bodies; each writes its line in the same transaction."""

from duban.organizations.actions.listing import BodyInput as BodyInput
from duban.organizations.actions.listing import add_bodies as add_bodies
from duban.organizations.actions.listing import ensure_bodies as ensure_bodies
from duban.organizations.actions.listing import kind_of as kind_of
