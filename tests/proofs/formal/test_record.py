"""The record is that of the sources, and says no more than the kernel accepted; a proof never hides a refutation."""

import shutil
from dataclasses import replace

import pytest

from proofs.audit.ledger import LEDGER, read_ledger
from proofs.audit.register import CLAIMS
from proofs.claims import kernel_proof
from proofs.claims.claim import Claim
from proofs.claims.kernel_proof import KernelProof
from proofs.claims.verdict import Reading, Verdict, held, refuted, sampled
from proofs.formal.kernel import REALS, ProofError, refuse_shortcuts
from proofs.formal.record import FOLDER, Theorem, accepted, changes, digests, read_record
from proofs.formal.theorems import BODIES, FILES, THEOREMS

PROOF = KernelProof(("GStar.equation_1",), "all n")


def test_the_record_is_that_of_the_sources():
    assert accepted() == read_record(), "make prove ARGS=--write"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("axioms = []", 'axioms = ["Cheat.cheat"]'),
        ("forall (", "True \\/ forall ("),
        ('checker = "Coq', 'checker = "Lean'),
        ('name = "GStar.equation_1"', 'name = "GStar.equation_0"'),
        ("theorems_sha256", "theorems_sha1"),
    ],
)
def test_a_record_that_was_changed_by_hand_proves_nothing(tmp_path, monkeypatch, old, new):
    text = read_record().text()
    assert old in text
    changed = tmp_path / "record.toml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((ValueError, KeyError)):
        read_record(changed)
    monkeypatch.setattr(kernel_proof, "accepted", lambda: accepted.__wrapped__(changed))
    assert PROOF.applied(held(3, "three markets", "it holds")).verdict is Verdict.HELD


def test_every_source_is_listed_and_every_theorem_recorded():
    assert {path.stem for path in FOLDER.glob("*.v")} == {*BODIES, *FILES}
    names = [f"{file}.{name}" for file, names in THEOREMS.items() for name in names]
    assert list(read_record().theorems) == names


def test_only_the_real_numbers_rest_on_axioms():
    for name, theorem in read_record().theorems.items():
        assert bool(theorem.axioms) == name.partition(".")[0].endswith("_R"), name
        assert all(axiom.startswith(REALS) for axiom in theorem.axioms)


def test_every_theorem_that_a_claim_names_is_in_the_record():
    named = [name for claim in CLAIMS if claim.proof for name in claim.proof.theorems]
    assert named
    assert set(named) <= set(read_record().theorems)


def test_a_changed_source_is_not_the_recorded_one(tmp_path, monkeypatch):
    for path in FOLDER.glob("*.v"):
        shutil.copy(path, tmp_path)
    assert digests(tmp_path) == read_record().digests
    (tmp_path / "GStar.v").write_text((FOLDER / "GStar.v").read_text() + " ")
    changed = replace(read_record(), digests=digests(tmp_path))
    assert list(changes(read_record(), changed)) == ["source GStar.v: not as in the record"]


def test_every_difference_of_two_records_is_named():
    record = read_record()
    name = "GStar.equation_1"
    theorems = dict(record.theorems)
    weaker = theorems | {name: replace(theorems[name], statement="0 = 1 -> " + theorems[name].statement)}
    assert list(changes(record, replace(record, theorems=weaker))) == [
        f"theorem {name}: not as in the record"
    ]
    axiom = theorems | {name: replace(theorems[name], axioms=("Cheat.cheat",))}
    assert list(changes(record, replace(record, theorems=axiom))) == [f"theorem {name}: not as in the record"]
    del theorems[name]
    fewer = replace(record, theorems=theorems)
    assert list(changes(record, fewer)) == [f"theorem {name}: only in the record"]
    assert list(changes(fewer, record)) == [f"theorem {name}: not in the record"]


@pytest.mark.parametrize(
    "line",
    [
        "Admitted.",
        "  admit.",
        "Axiom cheat : False.",
        "Parameter x : nat.",
        "Unset Guard Checking.",
        "Abort.",
    ],
)
def test_a_way_round_a_proof_is_refused_with_its_place(line):
    with pytest.raises(ProofError, match=r"GStar.v, line 2: no "):
        refuse_shortcuts("GStar", f"Lemma x : True.\n{line}\n")


def test_words_in_comments_are_no_way_round():
    refuse_shortcuts("GStar", "(* an Axiom,\n Admitted *) Lemma x : True. Proof. exact I. Qed.")


def claim(finding, proof=PROOF) -> Claim:
    return Claim("1", "(1)", "goods balance", Reading.PRINTED, lambda _: finding, proof=proof)


def test_what_held_is_proved_with_its_cases_and_who_proved_it():
    found = claim(held(5, "five", "yes")).find()
    assert (found.verdict, found.cases) == (Verdict.PROVED, 5)
    assert found.scope == f"all n; {read_record().checker}: equation_1; and held on five"


def test_a_proof_raises_nothing_else():
    assert claim(sampled(1, 2, "here")).find() == sampled(1, 2, "here")


def test_a_check_that_contradicts_the_theorems_does_not_have_their_names():
    against = replace(PROOF, refutes=True)
    assert claim(refuted("here", "no")).find() == refuted("here", "no")
    assert claim(held(5, "five", "yes"), against).find() == held(5, "five", "yes")
    assert "equation_1" in claim(refuted("here", "no"), against).find().scope


def test_theorems_refute_what_the_ledger_says_is_refuted():
    expected = read_ledger(LEDGER)
    for each in CLAIMS:
        if each.proof is not None:
            refuting = expected[each.id].verdict is Verdict.REFUTED
            assert each.proof.refutes == refuting, each.id


@pytest.mark.parametrize(
    "record", [None, replace(read_record(), theorems={"GStar.other": Theorem("True", ())})]
)
def test_without_its_record_nothing_is_proved(monkeypatch, record):
    monkeypatch.setattr(kernel_proof, "accepted", lambda: record)
    found = claim(held(5, "five", "yes")).find()
    assert found.verdict is Verdict.HELD
    assert "make prove" in found.evidence
