"""The language of a page: Vietnamese or English, told by the address (`/vi/...`, `/en/...`), else by `Accept-Language`."""

from __future__ import annotations

from typing import Final, Literal, Protocol, cast, get_args
from urllib.parse import quote, urlencode

from flask import Flask, Response, redirect, request
from jinja2 import pass_context
from jinja2.runtime import Context

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The favourite first: it is that of whoever accepts both alike, or neither."""

PREFIX: Final = "/<any(vi, en):language>"
"""Before the path of every page that has an address in each language; `Blueprint(..., url_prefix=PREFIX)`."""

_KEY: Final = "thidua.language"
_BY_ACCEPT: Final = "thidua.by_accept_language"
"""Where the language, and whether `Accept-Language` told it, are kept in the WSGI environment."""

_PAGES: Final = ("/page/", "/search", "/compare", "/query", "/downloads", "/api-guide")
"""Addresses without a language that lead to a page in the reader's."""


_PARAMETERS: Final = frozenset(
    (
        *("q", "kind", "bloc", "province", "year", "page", "of", "indicator", "measure", "period"),
        *("area", "from", "to", "query", "example", "format"),
    )
)
"""Parameters that make another page; what else an address may carry is of those who link to it."""


class InLanguages(Protocol):
    """What has a form in each language, such as `server.labels.Value`."""

    @property
    def text(self) -> str:
        """In Vietnamese."""
        ...

    @property
    def en(self) -> str:
        """In English."""
        ...


def language() -> Language:
    """The language of the request that is being answered: that of its address, else that of `lang=`.

    Where neither tells it, `Accept-Language` does (RFC 9110, section 12.5.4), and the answer says so in `Vary`.
    """
    environ = request.environ
    if _KEY not in environ:  # a page asks some thousand times
        told = _in_path() or request.args.get("lang", "")
        found = next((one for one in LANGUAGES if one == told), None)
        environ[_BY_ACCEPT] = found is None
        environ[_KEY] = found or accepted()
    return cast(Language, environ[_KEY])


def _in_path() -> Language | None:
    """The language that the request's path begins with."""
    return next((one for one in LANGUAGES if request.path == f"/{one}" or request.path.startswith(f"/{one}/")), None)


def accepted() -> Language:
    """The language that `Accept-Language` prefers."""
    return cast(Language, request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]))


def say(vi: str, en: str) -> str:
    """The one of two texts that is in the language of the request."""
    return vi if language() == "vi" else en


def named(value: InLanguages, of: Language | None = None) -> str:
    """A value in the language of the request, or in `of`."""
    return value.text if (of or language()) == "vi" else value.en


def here(address: str, of: Language | None = None) -> str:
    """An address of a page in the language of the request, or in `of`; any other address as it is."""
    if address == "/" or address.startswith(_PAGES):
        return f"/{of or language()}{address}"
    return address


def grouped(count: int) -> str:
    """A count with the thousands separator of the language: 1234 is `1.234` in Vietnamese and `1,234` in English."""
    return f"{count:,}".replace(",", say(".", ","))


def elsewhere() -> list[tuple[Language, str]]:
    """The address of this page in each language, for the switch and for `hreflang`.

    A page whose path tells no language says it in `lang=`. Of the parameters only those are kept that pages have.
    """
    told = _in_path()
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in _PARAMETERS]
    if told is not None:
        query = f"?{urlencode(kept)}" if kept else ""
        return [(one, f"/{one}{quote(request.path[3:]) or '/'}{query}") for one in LANGUAGES]
    return [(one, f"{quote(request.path)}?{urlencode([*kept, ('lang', one)])}") for one in LANGUAGES]


def canonical() -> str:
    """The address by which search engines are to know this page: in its language, or without one where its path tells none."""
    if _in_path() is not None:
        return dict(elsewhere())[language()]
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in _PARAMETERS]
    return quote(request.path) + (f"?{urlencode(kept)}" if kept else "")


def in_any() -> str:
    """The address that leads each reader to the page in the reader's language (`hreflang="x-default"`)."""
    if _in_path() is None:
        return canonical()
    return canonical()[3:] or "/"


def absolute(address: str) -> str:
    """An address of this server in full, by the host that the request came to."""
    return f"{request.scheme}://{request.host}{address}"  # `host_url` fails on a host that is no IDNA


def to_language() -> Response:
    """302 (Found) from an address without a language to the same in the reader's."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    query = f"?{urlencode(kept)}" if kept else ""
    return cast(Response, redirect(f"/{language()}{quote(request.path)}{query}", 302, Response=Response))


def install(app: Flask) -> None:
    """Give the templates of `app` the words of the language, and have answers without one in the address say what they vary by."""
    app.jinja_env.globals.update(
        say=say, language=language, elsewhere=elsewhere, absolute=absolute, canonical=canonical, in_any=in_any
    )
    app.after_request(_with_vary)
    app.add_template_filter(named, "named")
    app.add_template_filter(_here, "here")
    app.add_template_filter(grouped, "grouped")


@pass_context  # or Jinja would work out `"/search"|here` once, when it compiles the template
def _here(_: Context, address: str, of: Language | None = None) -> str:
    return here(address, of)


def _with_vary(response: Response) -> Response:
    if request.environ.get(_BY_ACCEPT):
        response.vary.add("Accept-Language")
    return response
