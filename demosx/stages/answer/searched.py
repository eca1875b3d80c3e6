"""Finding proposals by how they were answered, as far as everybody may read it."""

from flask_babel import lazy_gettext as _l

from ...proposals.search_index import source
from .models import Answer

SOURCE = source("answer", 1, _l("In an answer"), Answer, Answer.public)
