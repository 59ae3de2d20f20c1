"""Logging in: an e-mail and a password for a token, which every other request carries."""

from typing import Any

from django.contrib.auth import authenticate, user_logged_in
from drf_spectacular.utils import extend_schema
from knox import views as knox
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.services import people
from weirdness.services.errors import Refused


class LockedOut(exceptions.APIException):
    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "locked_out"
    default_detail = "Too many wrong passwords. Wait a quarter of an hour, then try again."
    wait = 900


class Credentials(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=4096, trim_whitespace=False, write_only=True)


class Token(serializers.Serializer):
    token = serializers.CharField(help_text="Send it as the header `Authorization: Token …`. It is shown only now.")
    expiry = serializers.DateTimeField(allow_null=True, help_text="Null: until you log out.")
    name = serializers.CharField()


class LogIn(APIView):
    """A token for an e-mail and a password."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=Credentials, responses=Token, auth=[])
    def post(self, request: Request) -> Response:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        person = self._person(request, **given.validated_data)
        kept, token = people.give_token(person=person)
        user_logged_in.send(sender=type(person), request=request._request, user=person)
        return Response(Token({"token": token, "expiry": kept.expiry, "name": person.name}).data)

    def _person(self, request: Request, *, email: str, password: str) -> Any:
        # axes counts by what was typed: in one spelling, or capitals would give a guesser new tries.
        person = authenticate(request, username=email.strip().lower(), password=password)
        if person is not None:
            return person
        if getattr(request, "axes_locked_out", False):
            raise LockedOut
        raise Refused(email="This e-mail and this password do not belong together. Check both.")


@extend_schema(request=None, responses={204: None})
class LogOut(knox.LogoutView):
    """Ends this token."""


@extend_schema(request=None, responses={204: None})
class LogOutEverywhere(knox.LogoutAllView):
    """Ends all tokens of yours."""
