from .audit.kinds import load_witness as load_witness, witness_document as witness_document
from .audit.ledger import LEDGER as LEDGER, differences as differences, read_ledger as read_ledger
from .audit.load_claims import FileClaims as FileClaims, load_claims as load_claims
from .audit.on_an_instance import claims_on as claims_on
from .audit.register import CLAIMS as CLAIMS
from .audit.row import Expectation as Expectation, Row as Row, run as run
from .claims.claim import Claim as Claim
from .claims.evidence import Witness as Witness
from .claims.verdict import (
    Finding as Finding,
    Reading as Reading,
    VacuousCheckError as VacuousCheckError,
    Verdict as Verdict,
    Witnessed as Witnessed,
)
from .claims.witness_file import WitnessFile as WitnessFile
from .properties.check import Findings as Findings, check as check
from .testing.assertion import assert_held as assert_held
from .theorem_1.counterexample import (
    Counterexample as Counterexample,
    find_counterexample as find_counterexample,
)
from .theorem_1.sharp_form import messages_with_optimal_caps as messages_with_optimal_caps
