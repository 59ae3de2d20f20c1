"""What people say beside an issue: comments with their earlier wording, attachments, and who follows it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.flag import Flag
from weirdness.models.issue import Issue
from weirdness.models.person import Person


class CommentQuerySet(models.QuerySet["Comment"]):
    def readable_by(self, person: Person, issue: Issue) -> CommentQuerySet:
        """The comments of one issue and of what was merged into it; internal notes are for those who judge it."""
        return self.said_on(issue, judges="triager" in issue.roles_of(person))

    def said_on(self, issue: Issue, *, judges: bool) -> CommentQuerySet:
        """The same for a door that knows already whether the reader judges the issue, which they may see."""
        family = Issue.objects.filter(Q(pk=issue.pk) | Q(merged_root=issue))
        said = self.filter(issue__in=family.values("pk"))
        return said if judges else said.filter(internal=False)


class Comment(models.Model):
    """Markdown as it was written. A question waits for its reply; an internal note is for those who judge."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "said"
        QUESTION = "question", "asked"
        REPLY = "reply", "replied"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="comments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField()
    internal = models.BooleanField(default=False)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(internal=False) | Q(kind="comment"), name="a_question_and_its_reply_are_not_internal"
            ),
        ]


class Wording(models.Model):
    """What a comment said before an edit."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="wordings")
    text = models.TextField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "pk"]


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def shown(self) -> AttachmentQuerySet:
        """With whose they are, and without their bytes, which have an address of their own."""
        return self.defer("content").select_related("person")


class Attachment(models.Model):
    """A screenshot of a flag, or a file of a comment; kept in the database, so that one backup holds all."""

    flag = models.ForeignKey(Flag, models.PROTECT, null=True, blank=True, related_name="attachments")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="attachments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80, help_text="The media type that the bytes have, whatever the name says.")
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flag__isnull=True) ^ Q(comment__isnull=True),
                name="an_attachment_is_of_a_flag_or_a_comment",
            ),
        ]

    @property
    def is_picture(self) -> bool:
        return self.width is not None


class Subscription(models.Model):
    """Somebody follows an issue, or does not want to hear of it any more, whatever else would tell them."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    wanted = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "person"], name="one_subscription_each")]
