"""The double auctions of Matsushima, *Large Auction Design in Dominance* (2004), and their markets.

Agents are counted from 0, sellers first; a message names a bundle at each price of the market's list P.

>>> from fractions import Fraction
>>> from gametheory import eliminate
>>> from mechanisms import GStar, Market, Side, literal_game, price_grid, price_taking, separable
>>> market = Market(n=1, k=1, l=1, P=price_grid(k=1, T=2))  # one unit each, at 0, 1/2 or 1
>>> seller = separable(Side.SELLER, [[Fraction(1, 4)]])
>>> buyer = separable(Side.BUYER, [[Fraction(3, 4)]])
>>> price_taking(seller, market).choices  # nothing at price 0, a unit at 1/2 and at 1
(((0,),), ((1,),), ((1,),))
>>> game = literal_game(GStar(market), [seller, seller, buyer, buyer])
>>> [[game.strategies[i][m] for m in left] for i, left in enumerate(eliminate(game).survivors)]
[['0 1 1'], ['0 1 1'], ['1 1 0'], ['1 1 0']]

Your own mechanism
    Mechanism       a class to subclass: players, types, messages, outcome and payoff
    load_classes    the mechanisms in a `.py` file
    MechanismError  one that cannot be used, and the place in its file

Markets (sections 2.1 and 2.2)
    Market, price_grid                          how many agents, commodities, units, prices
    Price, Bundle, Message                      what they are made of
    Side, Tie                                   seller or buyer; which of several clearing prices
    Grouping, Group, groupings                  who meets whom: the random division into groups
    Allocation, Infeasibility, infeasibilities  who trades what at which price; what breaks (1) or (2)
    clearing_price                              the price at which supply and demand differ least

Payoffs (sections 2.3 and 3.3)
    Trader, separable, tabulated  a seller with her costs, a buyer with her values
    InterdependentTrader          one whose costs or values depend on everybody's signals

Signals (sections 3.1 and 3.4)
    Prior, explicit_prior  private signals and their joint distribution
    Shock, MacroShock      signals that are independent given an unobserved shock
    Signals, Belief        one signal for each agent; a distribution over these

Mechanisms
    GroupingMechanism, GStar                   G* of section 2.2
    BranchMechanism                            what G** and G+ have in common
    GDoubleStar, MessageProfile, BuyerMessage  G** of section 3.2
    GPlus, Triplicate                          G+ of section 3.5

Instances: a mechanism with everybody's payoffs
    Instance                                         of G*
    InterdependentInstance, interdependent_instance  of G** and of G+
    load_instance                                    from a TOML file, as docs/instances.md describes
    instance_document, interdependent_document       back to one

Price-taking behaviour
    best_bundles, price_taking                  D_i: the best bundle at every price
    price_taking_given_own, InformedDemands     D_i(ω_i); sets of demands that depend on first messages
    second_demands, third_demands, OwnPlace     Ξ_i(ω_i) and W_i(ω_i) of G**
    second_messages, third_messages, OwnSignal  M_i^{2+}(ω_i) and M_i^{3+}(ω_i) of G+

Many agents: expectations without a list of groupings (docs/curves.md)
    LargeMarket, large_market, Indifferent  everybody a price taker, by types
    in_g_star, Expected                     loss, volume, prices, rationing and payoffs in G*
    prices_differ                           how likely the groups' prices are to differ
    loss_bound                              a bound on the loss, from the duality lemma
    ShockMarket, TraderKind                 a market of section 3.4
    given_shocks, GivenShock                what G** brings given each macro shock
    MarketSequence, load_sequence           markets n = 1, 2, ..., from a file

As games
    literal_game                                 G* with every message of every agent listed
    BuyerPlan, PlanElimination, eliminate_plans  G** with one buyer in a group, all her plans listed
    PooledDominance, pooled_dominance            the same for round 1, where they cannot be listed
    ListedElimination, eliminate_listed          G** at a single price, groups of any size
    BuyerForm, BuyerEnvironments                 G** in plan form, nothing listed
    GPlusEnvironments                            G+ in plan form, for three groups of one seller and one buyer

Errors
    InstanceError                             a file that is not a well-formed instance
    PriorError, LotteryError, GroupSizeError  a prior, an η or groups that the mechanism cannot have
"""

import lazy_loader

__distribution__ = "undominated"  # by this line `undominated.py` knows the package as ours

# The names and the modules that define them stand in the stub beside this file, where type checkers look too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
