"""Weirdness from a notebook or a pipeline: say that you used a dataset, flag what is odd, read what is known."""

from weirdness_client.answers import Confidence, Flagged, Known
from weirdness_client.client import Weirdness
from weirdness_client.dataset import Dataset
from weirdness_client.errors import NotTold, WeirdnessError

__all__ = ["Confidence", "Dataset", "Flagged", "Known", "NotTold", "Weirdness", "WeirdnessError"]
