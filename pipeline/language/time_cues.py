"""What stands before a year that is not the one spoken of: plans, spans looked back on, spans to come."""

from __future__ import annotations

import re

FAR = re.compile(
    r"(?:đến|tới|vào|sang|bước sang|phấn đấu|dự kiến|chỉ tiêu|giai đoạn|nhiệm kỳ|tầm nhìn|kế hoạch năm|kế hoạch|"
    r"mục tiêu(?: đến)?|năm học|thời kỳ|trước(?! đây)(?: cuối)?)\s*$"
)
AHEAD = re.compile(r"\b(?:dự kiến|phấn đấu|sẽ|mục tiêu|đề ra|về đích|đặt ra)\b[^,.;]*$")
AHEAD_REACH = 40
"""Characters before a year in which such words govern it."""
UNTIL = ("đến", "tới", "sang")
"""How a time starts that something is to last or to be reached by."""
PAST_SPAN = re.compile(r"\b(?:tổng kết|sơ kết|kết quả|thành tích|trong|từ|qua|nhiệm kỳ [ivx]+)\s*(?:giai đoạn\s*)?\(?$")
PLANNED_SPAN = re.compile(
    r"\b(?:phương hướng|mục tiêu|kế hoạch|nhiệm vụ|đề án|chương trình|chiến lược|định hướng|quy hoạch|phấn đấu|đến|nghị quyết|"
    r"phát triển|trung hạn|tầm nhìn)\b[^.;]{0,60}$"
)
TOO_EARLY = 3
"""Up to this month nobody looks back on the year that has just begun."""
