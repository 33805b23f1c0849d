"""Finite games with exact payoffs: dominance, iterated elimination, and evidence for every answer.

Payoffs are integers or fractions and floats are refused. Players, strategies and actions are counted from 0.
What is found is a record that can be rechecked: `holds` looks at the definitions alone.

>>> from gametheory import NormalFormGame, Same, all_reductions, eliminate, explain, is_order_independent
>>> game = NormalFormGame.from_payoffs({
...     ("T", "L"): (1, 1), ("T", "R"): (0, 0), ("M", "L"): (1, 1), ("M", "R"): (2, 1),
...     ("B", "L"): (0, 0), ("B", "R"): (2, 1),
... })
>>> run = eliminate(game)
>>> run.survivors, run.holds()
(((1,), (0, 1)), True)
>>> print(explain(game, run.rounds[0][0]))
player 1 drops T: weakly dominated by M, which against R pays 2 instead of 0
>>> is_order_independent(all_reductions(game), Same.OUTCOMES)
False

Games
    NormalFormGame         payoffs from arrays, a function, or labels
    BayesianGame           players who learn a type before they act, with any rational prior
    AgentForm, agent_form  its agent form: one player for each player and type
    Profile, Rational      one strategy for each player; an exact number

Game trees
    ExtensiveGame, TreeNode, InformationSet    a tree with chance and information sets, payoffs at its nodes
    StrategicForm, reduced_strategic_form  its normal form in reduced strategies
    bayesian_game                          where chance moves first: types for information sets

Dominance
    Relation, By                              strict, weak or very weak; by a strategy, or by a mixture too
    Survivors, all_strategies                 who is left, which dominance is relative to
    restricted_game                           what is left as a game of its own
    dominates                                 the definition
    Domination, MixedDomination, Removal      evidence that a strategy is dominated
    Dominant, dominant_strategies             what is best whatever the others do
    Undominated, find_undominated             evidence that no strategy dominates it
    SupportingBelief, find_supporting_belief  evidence that no mixture does
    RowDomination, dominated_rows             the same among the rows of one matrix
    explain                                   the reason in a sentence

Elimination
    Elimination, eliminate                              round by round, all dominated strategies at once
    eliminate_many                                      who survives in each of thousands of small games
    StrategySets, interim_survivors, interim_dominates  in a Bayesian game, literally by the definition
    eliminate_interim                       the same type by type, where the agent form does not fit
    InterimElimination, InterimDomination   its rounds, and who dominated whom
    Reductions, Step, all_reductions                    all orders, as a graph
    sink_classes                                        where they end, up to duplicates and names
    Ends, find_ends                                     the same where there are too many orders
    Same, is_order_independent                          does the order matter: for survivors, for outcomes?
    OrderDependence, find_order_dependence              two orders that end differently
    Order, Reached, find_order, find_fewest_rounds      a shortest order
    find_order_keeping, can_keep                        an order that keeps given strategies
    draw_svg, draw_dot                                  a picture of all orders

Equivalence
    are_equivalent, equivalence_classes                 strategies that nobody can tell apart
    ReducedNormalForm, reduced_normal_form              one strategy of each class
    Renaming, find_renaming                             the same game up to duplicates and names
    transfers_indifference                              is indifference shared by all? then orders end alike
    TransferenceViolation, find_transference_violation  where it is not shared

Solutions
    Deviation, best_replies, deviations, find_deviation   what a player gains by switching
    is_equilibrium, pure_equilibria, bayesian_equilibria  Nash, and Bayesian Nash
    is_dominance_solvable, find_late_removal              is elimination over after so many rounds?
    is_interchangeable, find_interchange_failure          is every profile of survivors an equilibrium?

Plans, for games whose strategies cannot be listed
    PlanForm, Plan, RealisationPlan              a choice, then an action at each cell it leads to; mixtures
    Environments, ListedEnvironments, PlanGame   what the others can do: an oracle, a list, a whole game
    domination_or_support, find_plan_domination  is a plan dominated? evidence for either answer
    PlanDomination, UndominatedPlan              that evidence
    Gains                                        what the second is rechecked with: no oracle
    SeparablePlans, Shortfall, Box               plans that fall apart into cells, settled cell by cell

Files
    GameFile, Relabelled  what a file says: a game, and which labels could not be kept
    read_game             from a file of any of these kinds, every number exact
    read_nfg, parse_nfg   Gambit's strategic games
    write_nfg, format_nfg               the way back
    read_efg, parse_efg                 Gambit's game trees
    read_csv, parse_csv                 one or two matrices of payoffs
    from_pygambit, to_pygambit          objects of `pygambit`

Errors
    UndominatedError                                 the base of all that is raised on purpose
    InputError, GameError, GameFileError, PlanError  about what was given
    InexactNumberError                               about a float, where a number has to be exact
    TooLargeError, UndecidedError                    about what was too much
    MissingLibraryError                              about what is not installed
"""

import lazy_loader

__distribution__ = "undominated"  # by this line `undominated.py` knows the package as ours

# The names and the modules that define them stand in the stub beside this file, where type checkers look too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
