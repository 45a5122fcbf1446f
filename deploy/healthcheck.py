"""Exit status 0 where the server of this container is ready, else 1 with the reason on standard error."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask `/ready` on loopback, whatever proxy the environment names."""
    address = f"http://127.0.0.1:{os.environ.get('THIDUA_PORT', '8000')}/ready"
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=2.5):
            return 0
    except (OSError, urllib.error.URLError) as error:
        print(f"{address}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
