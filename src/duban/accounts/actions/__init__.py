"""The verbs of accounts, roles and signing in; each writes its line in the same transaction."""

from duban.accounts.actions.people import add_person as add_person
from duban.accounts.actions.roles import give_role as give_role
