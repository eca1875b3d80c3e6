"""Finding proposals by what their proposers have added."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import true

from .search_index import source
from .writing_models import Addition

SOURCE = source("addition", 2, _l("In an addition"), Addition, true())
