from .audit.load_claims import FileClaims as FileClaims, load_claims as load_claims
from .audit.register import CLAIMS as CLAIMS
from .claims.claim import Claim as Claim
from .claims.verdict import (
    Finding as Finding,
    Reading as Reading,
    VacuousCheckError as VacuousCheckError,
    Verdict as Verdict,
)
from .theorem_1.counterexample import (
    Counterexample as Counterexample,
    find_counterexample as find_counterexample,
)
from .theorem_1.sharp_form import messages_with_optimal_caps as messages_with_optimal_caps
