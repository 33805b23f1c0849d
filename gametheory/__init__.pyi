from .dominance.best_reply import (
    Deviation as Deviation,
    best_replies as best_replies,
    deviations as deviations,
    find_deviation as find_deviation,
)
from .dominance.definition import (
    Domination as Domination,
    MixedDomination as MixedDomination,
    Removal as Removal,
    dominates as dominates,
)
from .dominance.dominant import Dominant as Dominant, dominant_strategies as dominant_strategies
from .dominance.explanation import explain as explain
from .dominance.rows import RowDomination as RowDomination, dominated_rows as dominated_rows
from .dominance.survival import (
    SupportingBelief as SupportingBelief,
    Undominated as Undominated,
    find_supporting_belief as find_supporting_belief,
    find_undominated as find_undominated,
)
from .elimination.drawing import draw_dot as draw_dot, draw_svg as draw_svg
from .elimination.equilibrium import (
    bayesian_equilibria as bayesian_equilibria,
    is_equilibrium as is_equilibrium,
    pure_equilibria as pure_equilibria,
)
from .elimination.equivalence import (
    ReducedNormalForm as ReducedNormalForm,
    Renaming as Renaming,
    are_equivalent as are_equivalent,
    equivalence_classes as equivalence_classes,
    find_renaming as find_renaming,
    reduced_normal_form as reduced_normal_form,
)
from .elimination.interim import (
    StrategySets as StrategySets,
    interim_dominates as interim_dominates,
    interim_survivors as interim_survivors,
)
from .elimination.interim_rounds import (
    InterimDomination as InterimDomination,
    InterimElimination as InterimElimination,
    eliminate_interim as eliminate_interim,
)
from .elimination.many import eliminate_many as eliminate_many
from .elimination.order_independence import (
    OrderDependence as OrderDependence,
    Reached as Reached,
    Same as Same,
    can_keep as can_keep,
    find_fewest_rounds as find_fewest_rounds,
    find_order as find_order,
    find_order_dependence as find_order_dependence,
    find_order_keeping as find_order_keeping,
    is_order_independent as is_order_independent,
    sink_classes as sink_classes,
)
from .elimination.ends import Ends as Ends, find_ends as find_ends
from .elimination.reductions import (
    Order as Order,
    Reductions as Reductions,
    Step as Step,
    all_reductions as all_reductions,
)
from .elimination.rounds import Elimination as Elimination, eliminate as eliminate
from .elimination.solvability import (
    find_interchange_failure as find_interchange_failure,
    find_late_removal as find_late_removal,
    is_dominance_solvable as is_dominance_solvable,
    is_interchangeable as is_interchangeable,
)
from .elimination.transference import (
    TransferenceViolation as TransferenceViolation,
    find_transference_violation as find_transference_violation,
    transfers_indifference as transfers_indifference,
)
from .formats.bimatrix import parse_csv as parse_csv, read_csv as read_csv
from .formats.efg import parse_efg as parse_efg, read_efg as read_efg
from .formats.gambit import from_pygambit as from_pygambit, to_pygambit as to_pygambit
from .formats.game_file import GameFile as GameFile
from .formats.nfg import (
    format_nfg as format_nfg,
    parse_nfg as parse_nfg,
    read_nfg as read_nfg,
    write_nfg as write_nfg,
)
from .formats.read_game import read_game as read_game
from .games.agent_form import AgentForm as AgentForm, agent_form as agent_form
from .games.bayesian import BayesianGame as BayesianGame
from .games.bayesian_tree import bayesian_game as bayesian_game
from .games.errors import (
    GameError as GameError,
    GameFileError as GameFileError,
    InexactNumberError as InexactNumberError,
    InputError as InputError,
    MissingLibraryError as MissingLibraryError,
    PlanError as PlanError,
    TooLargeError as TooLargeError,
    UndecidedError as UndecidedError,
    UndominatedError as UndominatedError,
)
from .games.exact import Rational as Rational
from .games.extensive import (
    ExtensiveGame as ExtensiveGame,
    InformationSet as InformationSet,
    TreeNode as TreeNode,
)
from .games.labels import Relabelled as Relabelled
from .games.normal_form import NormalFormGame as NormalFormGame, Profile as Profile
from .games.relation import By as By, Relation as Relation
from .games.strategic_form import (
    StrategicForm as StrategicForm,
    reduced_strategic_form as reduced_strategic_form,
)
from .games.survivors import (
    Survivors as Survivors,
    all_strategies as all_strategies,
    restricted_game as restricted_game,
)
from .plans.box import Box as Box
from .plans.dominance import (
    domination_or_support as domination_or_support,
    find_plan_domination as find_plan_domination,
)
from .plans.evidence import PlanDomination as PlanDomination, UndominatedPlan as UndominatedPlan
from .plans.form import (
    Environments as Environments,
    Gains as Gains,
    Plan as Plan,
    PlanForm as PlanForm,
)
from .plans.game import ListedEnvironments as ListedEnvironments, PlanGame as PlanGame
from .plans.realisation import RealisationPlan as RealisationPlan
from .plans.separable import SeparablePlans as SeparablePlans, Shortfall as Shortfall
