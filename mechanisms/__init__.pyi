from .files.instances import instance_document as instance_document
from .files.interdependent import (
    interdependent_document as interdependent_document,
    load_instance as load_instance,
)
from .files.python import load_classes as load_classes
from .files.sequences import load_sequence as load_sequence
from .files.toml import InstanceError as InstanceError
from .g_double_star.groups.environments import BuyerEnvironments as BuyerEnvironments
from .g_double_star.groups.plan_form import BuyerForm as BuyerForm
from .g_double_star.groups.single_price_elimination import (
    ListedElimination as ListedElimination,
    eliminate_listed as eliminate_listed,
)
from .g_double_star.mechanism import (
    BuyerMessage as BuyerMessage,
    GDoubleStar as GDoubleStar,
    GroupSizeError as GroupSizeError,
    MessageProfile as MessageProfile,
)
from .g_double_star.one_buyer.elimination import (
    PlanElimination as PlanElimination,
    eliminate_plans as eliminate_plans,
)
from .g_double_star.one_buyer.plans import BuyerPlan as BuyerPlan
from .g_double_star.one_buyer.pooled_dominance import (
    PooledDominance as PooledDominance,
    pooled_dominance as pooled_dominance,
)
from .g_plus.environments import GPlusEnvironments as GPlusEnvironments
from .g_plus.mechanism import GPlus as GPlus
from .g_star.literal import literal_game as literal_game
from .g_star.mechanism import GStar as GStar
from .general.mechanism import Mechanism as Mechanism, MechanismError as MechanismError
from .large.bound import loss_bound as loss_bound
from .large.expected import Expected as Expected
from .large.in_g_star import in_g_star as in_g_star
from .large.macro_shock import GivenShock as GivenShock, given_shocks as given_shocks
from .large.price_difference import prices_differ as prices_differ
from .large.sequence import MarketSequence as MarketSequence
from .large.shock_market import ShockMarket as ShockMarket, TraderKind as TraderKind
from .large.types import (
    Indifferent as Indifferent,
    LargeMarket as LargeMarket,
    large_market as large_market,
)
from .markets.allocation import (
    Allocation as Allocation,
    Infeasibility as Infeasibility,
    infeasibilities as infeasibilities,
)
from .markets.branch_mechanism import BranchMechanism as BranchMechanism, LotteryError as LotteryError
from .markets.clearing import clearing_price as clearing_price
from .markets.grouping import Group as Group, Grouping as Grouping, groupings as groupings
from .markets.grouping_mechanism import GroupingMechanism as GroupingMechanism
from .markets.informed_messages import (
    OwnSignal as OwnSignal,
    second_messages as second_messages,
    third_messages as third_messages,
)
from .markets.informed_price_taking import (
    InformedDemands as InformedDemands,
    OwnPlace as OwnPlace,
    price_taking_given_own as price_taking_given_own,
    second_demands as second_demands,
    third_demands as third_demands,
)
from .markets.instance import Instance as Instance
from .markets.interdependent import (
    InterdependentInstance as InterdependentInstance,
    InterdependentTrader as InterdependentTrader,
    interdependent_instance as interdependent_instance,
)
from .markets.market import (
    Bundle as Bundle,
    Market as Market,
    Message as Message,
    Price as Price,
    Side as Side,
    Tie as Tie,
    price_grid as price_grid,
)
from .markets.price_taking import best_bundles as best_bundles, price_taking as price_taking
from .markets.prior import (
    Belief as Belief,
    MacroShock as MacroShock,
    Prior as Prior,
    PriorError as PriorError,
    Shock as Shock,
    Signals as Signals,
    explicit_prior as explicit_prior,
)
from .markets.trader import Trader as Trader, separable as separable, tabulated as tabulated
from .markets.triplicate import Triplicate as Triplicate
