"""G** and G+ under the claims on any mechanism, with agents whose truth is bad for them."""

from mechanisms.as_mechanisms.g_double_star import GDoubleStarMechanism
from mechanisms.as_mechanisms.g_plus import GPlusMechanism


class Silent:
    """Agents who call it truth to name nothing in third messages."""

    def _announced(self, i, signal):
        said = super()._announced(i, signal)
        if not self.is_triplicate(i):
            return said
        nothing = (((0,),) * len(self.market.P),) * len(said.third)
        return type(said)(said.first, said.second, nothing, said.name)


class SilentInGDoubleStar(Silent, GDoubleStarMechanism):
    pass


class SilentInGPlus(Silent, GPlusMechanism):
    pass
