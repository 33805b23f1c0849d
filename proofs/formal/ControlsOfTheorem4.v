(* Theorem 4 is not about nothing: an instance of its hypotheses, and one without (8) where its conclusion is false. *)
From Coq Require Import List Arith Lia ZArith QArith Lqa.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q Interdependent Theorem4 Controls.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

(* One commodity, one unit, the one price 1/2; two signals each, all sixteen states equally likely. *)
Definition half (p h : nat) : Q := 1 # 2.
Definition state_of (s0 s1 b0 b1 : nat) : state := fun x i => match x, i with Seller, 0 => s0 | Seller, _ => s1 | Buyer, 0 => b0 | Buyer, _ => b1 end.
Definition all_states : list state :=
  flat_map (fun s0 => flat_map (fun s1 => flat_map (fun b0 => map (state_of s0 s1 b0) [0; 1]) [0; 1]) [0; 1]) [0; 1].
Definition two (x : side) : nat := 2.
Definition once (o : state) : nat := 1.
Definition free (s a h t : nat) : Q := 0.

(* A unit is worth the own signal; or it is worth twice the mate's signal. *)
Definition own_value (j : nat) (o : state) (y : list nat) : Q := inject_Z (Z.of_nat (o Buyer j * hd 0 y)).
Definition mates_value (j : nat) (o : state) (y : list nat) : Q := inject_Z (Z.of_nat (2 * o Buyer (1 - j) * hd 0 y)).

(* ---- theorems ---- *)

Lemma all_states_within : within_signals 1 two all_states.
Proof.
  intros o I x i Hi. simpl in I. unfold two. assert (i = 0 \/ i = 1) as E by lia.
  repeat (destruct I as [<-|I]); try (destruct I); destruct x; destruct E; subst i; simpl; lia.
Qed.

Lemma all_states_likely : full_support 1 two all_states once.
Proof.
  intros o H. unfold two in H. exists (state_of (o Seller 0) (o Seller 1) (o Buyer 0) (o Buyer 1)). split; [|split; [apply le_n|]].
  - pose proof (H Seller 0 ltac:(lia)). pose proof (H Seller 1 ltac:(lia)). pose proof (H Buyer 0 ltac:(lia)). pose proof (H Buyer 1 ltac:(lia)).
    unfold all_states. assert (B : forall m, m < 2 -> In m [0; 1]) by (intros m Hm; simpl; lia).
    apply in_flat_map. exists (o Seller 0). split; [now apply B|]. apply in_flat_map. exists (o Seller 1). split; [now apply B|].
    apply in_flat_map. exists (o Buyer 0). split; [now apply B|]. apply in_map. now apply B.
  - intros x i Hi. assert (i = 0 \/ i = 1) as E by lia. destruct x; destruct E; subst i; reflexivity.
Qed.

Lemma one_unit : forall d : message, valid 1 1 1 d -> d 0 0 = 0 \/ d 0 0 = 1.
Proof. intros d V. specialize (V 0 0 ltac:(lia) ltac:(lia)). lia. Qed.
Lemma a_unit : forall t, t <= 1 -> is_bundle 1 1 (fun _ => t).
Proof. intros t H h _. exact H. Qed.

(* What takes prices at own values. *)
Lemma own_value_demand : forall j a d, j < 2 -> a < 2 -> takes_prices 1 1 1 all_states once half own_value j a d -> d 0 0 = a.
Proof.
  intros j a d Hj Ha [V T]. assert (j = 0 \/ j = 1) as J by lia. assert (a = 0 \/ a = 1) as A by lia.
  pose proof (T 0 ltac:(lia) (fun _ => a) (a_unit a ltac:(lia))) as B. cbv beta zeta in B.
  unfold bundle_of in B. cbn [seq map] in B.
  destruct (one_unit d V) as [E|E]; rewrite E in *; destruct J, A; subst; try reflexivity; exfalso; vm_compute in B; apply B; reflexivity.
Qed.

(* Every hypothesis of Theorem 4 holds here. *)
Theorem theorem_4_example : picks_a_minimiser lowest /\ (forall x, 1 <= two x) /\ within_signals 1 two all_states /\
  full_support 1 two all_states once /\ condition_2 1 own_value /\ equation_8 1 1 1 1 two all_states once half own_value.
Proof.
  split; [exact lowest_picks|]. split; [intros; unfold two; lia|]. split; [exact all_states_within|]. split; [exact all_states_likely|]. split.
  - intros j o o' y Hj E. unfold own_value. rewrite (E j Hj). reflexivity.
  - intros j a a' d d' Hj Ha Ha' N D D' A. apply N. rewrite <- (own_value_demand j a d), <- (own_value_demand j a' d') by assumption.
    apply A; lia.
Qed.

(* Without (8): everybody asks for a unit, whatever the signal, so that what the mate says tells nothing; the third message
   has to be best given either of his signals; and nothing is. *)
Theorem nobody_obeys_10 : forall i z, i < 2 -> (forall a, is_triplicate 1 1 1 (z a)) -> ~ obeys_10 1 1 1 two all_states once half mates_value i z.
Proof.
  intros i z Hi Z O. set (unit := fun _ _ : nat => 1). assert (i = 0 \/ i = 1) as J by lia.
  assert (T : forall t, t < 2 -> takes_prices 1 1 1 all_states once half mates_value (mate i) t unit).
  { intros t Ht. split; [intros p h _ _; apply le_n|]. intros [|p] Hp y Hy; [|lia]. specialize (Hy 0 ltac:(lia)). assert (t = 0 \/ t = 1) as A by lia.
    unfold bundle_of. cbn [seq map]. assert (y 0 = 0 \/ y 0 = 1) as Y by lia.
    destruct Y as [Y|Y]; rewrite Y; destruct J, A; subst; vm_compute; intro; discriminate. }
  destruct (O 0 ltac:(unfold two; lia)) as [_ [_ O3]]. set (x := third (z 0) (tuple i (first (z 0)) unit)) in *.
  pose proof (O3 0 unit ltac:(unfold two; lia) (T 0 ltac:(lia)) 0 ltac:(lia) (fun _ => 0) (a_unit 0 ltac:(lia))) as G0.
  pose proof (O3 1 unit ltac:(unfold two; lia) (T 1 ltac:(lia)) 0 ltac:(lia) (fun _ => 1) (a_unit 1 ltac:(lia))) as G1.
  fold x in G0, G1. cbv beta zeta in G0, G1. unfold bundle_of in G0, G1. cbn [seq map] in G0, G1.
  assert (V : valid 1 1 1 x) by apply (Z 0). clearbody x. clear O O3 T.
  destruct (one_unit x V) as [E|E]; rewrite E in *; destruct J; subst; [vm_compute in G1; now apply G1..|vm_compute in G0; now apply G0|vm_compute in G0; now apply G0].
Qed.

Theorem equation_8_is_needed : within_signals 1 two all_states /\ full_support 1 two all_states once /\ condition_2 1 mates_value /\
  forall tie w sizes i, i < 2 -> let left_after := left_after 1 1 1 1 tie w two all_states once half free mates_value sizes in
  ~ ((forall r z, 2 <= r -> (snd (left_after r) i z <-> snd (left_after 1) i z /\ obeys_10 1 1 1 two all_states once half mates_value i z)) /\
     exists z, forall r, snd (left_after r) i z).
Proof.
  split; [exact all_states_within|split; [exact all_states_likely|split]].
  - intros j o o' y Hj E. unfold mates_value. rewrite (E (1 - j)) by lia. reflexivity.
  - intros tie w sizes i Hi left [A [z S]]. destruct (proj1 (A 2 z (le_n 2)) (S 2)) as [_ O]. apply (nobody_obeys_10 i z Hi); [|exact O].
    eapply left_was_there. exact (S 2).
Qed.
