"""Long lists come in pages with a cursor: nothing is skipped or doubled while rows are added."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    ordering = "-id"
    page_size = 50


class OldestFirst(CursorPagination):
    ordering = "id"
    page_size = 50


class ByKey(CursorPagination):
    ordering = "key"
    page_size = 50


class ByName(CursorPagination):
    ordering = "name"
    page_size = 50
