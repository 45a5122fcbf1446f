from server.claims import Claim, by_sentence, by_statement
from server.evidence import Article, Evidence
from server.kinds import CLAIMS, by_slug
from server.labels import Value
from server.wording import fold

ARTICLE = Article("https://example.org/a", "/page/article/a", "Bài", None, None, None)


def value(name: str) -> Value:
    return Value(text=name, en=name, iri=f"https://example.org/{fold(name)}")


def claim(iri: str, kind: str = "leadership", sentence: str = "", quote: str = "", **values: str) -> Claim:
    of_kind = by_slug(kind, CLAIMS)
    assert of_kind is not None
    evidence = [Evidence(ARTICLE, sentence, quote, "", "", 0, len(quote))] if sentence else []
    return Claim(iri, of_kind, {name.replace("_", ":"): [value(text)] for name, text in values.items()}, evidence)


def test_claims_of_several_articles_that_state_the_same_are_told_once() -> None:
    one = claim("c1", org_member="Long An", prov_wasDerivedFrom="bài 1", td_rule="a")
    other = claim("c2", org_member="Sóc Trăng", prov_wasDerivedFrom="bài 1")
    again = claim("c3", org_member="Long An", prov_wasDerivedFrom="bài 2", td_rule="b")
    assert by_statement([one, other, again]) == [[one, again], [other]]


def test_claims_that_contradict_each_other_or_differ_in_kind_stay_apart() -> None:
    ranked = claim("c1", "ranking", td_member="Cà Mau", td_rank="1")
    otherwise = claim("c2", "ranking", td_member="Cà Mau", td_rank="2")
    nominated = claim("c3", "nomination", td_recipient="Cà Mau")
    conferred = claim("c4", "conferral", td_recipient="Cà Mau")
    assert len(by_statement([ranked, otherwise, nominated, conferred])) == 4


def test_claims_that_follow_each_other_on_a_sentence_share_it_with_all_quotes_marked() -> None:
    sentence = "Gồm Long An, Cà Mau."
    first = claim("c1", "membership", sentence, "Long An")
    second = claim("c2", "membership", sentence, "Cà Mau")
    third = claim("c3", "membership", "Câu khác.", "Câu")
    groups = by_sentence([first, second, third])
    assert [len(group.claims) for group in groups] == [2, 1]
    assert [part.text for part in groups[0].parts if part.marked] == ["Long An", "Cà Mau"]


def test_a_claim_without_evidence_is_still_shown() -> None:
    (group,) = by_sentence([claim("c1")])
    assert (group.parts, len(group.claims)) == ([], 1)
