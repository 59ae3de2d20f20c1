"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Whoever looks for garbage walks over all that is loaded: 70 ms, in one page of eight. What is here stays for ever, so
# it is loaded now (else the first visitor loads the pages) and put aside; what pages leave is looked at more rarely.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 20, 20)
