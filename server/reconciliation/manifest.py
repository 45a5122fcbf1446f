"""What the service says of itself (section 3.1 of the report)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from ontology.names import ID, TD
from server.kinds import Kind
from server.reconciliation.requests import BATCH, TYPES

PREVIEW: Final = (400, 220)
"""Width and height of a preview, in pixels."""

_DEFAULT: Final = ("province", "bloc", "official", "award", "indicator", "conference", "post", "organisation")
"""Types that are offered first."""


def type_of(kind: Kind) -> dict[str, str]:
    """A kind as a type of the service; clients don't ask for a language, so its name is in both."""
    return {"id": kind.slug, "name": f"{kind.vi} ({kind.one})"}


_SETTINGS: Final = (
    {
        "name": "language",
        "label": "Ngôn ngữ của tên (Language of names)",
        "type": "select",
        "default": "vi",
        "help_text": "Values that are entities are named in this language.",
        "choices": [{"value": "vi", "name": "Tiếng Việt"}, {"value": "en", "name": "English"}],
    },
    {
        "name": "limit",
        "label": "Số giá trị nhiều nhất (Most values)",
        "type": "number",
        "default": 0,
        "help_text": "At most so many values of each entity; 0 gives all.",
    },
)
"""What a user can set of a property that is fetched."""


def manifest(base: str) -> dict[str, object]:
    """The manifest; `base` is the server's own address, with no slash at the end."""
    width, height = PREVIEW
    service = f"{base}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "Thi Đua Graph: các cụm thi đua của Việt Nam (Vietnam's emulation blocs)",
        "identifierSpace": str(ID),
        "schemaSpace": str(TD),
        "serviceVersion": version("thidua"),
        "documentation": f"{base}/api-guide",
        "logo": f"{base}/static/mark.svg",
        "defaultTypes": [type_of(TYPES[slug]) for slug in _DEFAULT],
        "view": {"url": f"{base}/id/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {
            each: {
                "service_url": service,
                "service_path": f"/suggest/{each}",
                "flyout_service_url": service,
                "flyout_service_path": f"/flyout/{each}?id=${{id}}",
            }
            for each in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/extend/propose"},
            "property_settings": _SETTINGS,
        },
        "batchSize": BATCH,
    }
