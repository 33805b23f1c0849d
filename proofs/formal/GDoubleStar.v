(* The mechanism G** of section 3.2: buyers announce triplicates, and always get what they ask. *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar.
Import ListNotations.

(* ---- definitions ---- *)

(* (m1, m2, m3): a demand; a demand for each tuple of first messages in the group, in the order of phi; and one for each
   tuple of all buyers' first messages, in the order of their names. *)
Record triplicate := { first : message; second : list message -> message; third : list message -> message }.
Inductive branch := B1 | B2 | B3 | B4.

(* What a buyer j of the group gb demands in a branch, at every price. *)
Definition demand (n : nat) (mb : nat -> triplicate) (gb : list nat) (b : branch) (j : nat) : message :=
  match b with
  | B1 => first (mb j)
  | B2 => second (mb j) (map (fun a => first (mb a)) gb)
  | B3 | B4 => third (mb j) (map (fun a => first (mb a)) (seq 0 (2 * n)))
  end.

(* p** of a group: it clears the sellers' messages and the buyers' second ones. *)
Definition second_price (n k np : nat) (tie : list nat -> nat) (ms : nat -> message) (mb : nat -> triplicate) (g : side -> list nat) : nat :=
  price k np tie (fun x => match x with Seller => ms | Buyer => demand n mb (g Buyer) B2 end) g.

(* A group that trades at the q-th price: buyers get what they ask, sellers are served or raised in order (7). *)
Definition at_your_service (l : nat) (ms : nat -> message) (md : nat -> message) (g : side -> list nat) (q : nat) (x : side) (h : nat) : list nat :=
  match x with
  | Buyer => named md (g Buyer) q h
  | Seller => serve_or_raise l (named ms (g Seller) q h) (total md (g Buyer) q h)
  end.

Definition double_star_group (n k l np : nat) (tie : list nat -> nat) (ms : nat -> message) (mb : nat -> triplicate)
    (phi : grouping) (p : nat) (b : branch) (beta : nat) : group_trade :=
  let q := match b with B4 => second_price n k np tie ms mb (group n (1 - beta) phi) | _ => p end in
  let g := group n beta phi in
  {| members := g; at_price := q; amounts := at_your_service l ms (demand n mb (g Buyer) b) g q |}.
Definition g_double_star (n k l np : nat) (tie : list nat -> nat) ms mb (phi : grouping) (p : nat) (b : branch) : outcome :=
  map (double_star_group n k l np tie ms mb phi p b) [0; 1].

(* Every message names amounts between 0 and l. *)
Definition asks_valid (n k l np : nat) (mb : nat -> triplicate) : Prop := forall gb b j, valid k l np (demand n mb gb b j).

(* ---- theorems ---- *)

Lemma at_your_service_length : forall l ms md g q x h, length (at_your_service l ms md g q x h) = length (g x).
Proof. intros. destruct x; simpl; [rewrite serve_or_raise_length|]; apply map_length. Qed.

Lemma total_at_most : forall l (md : nat -> message) gb q h, (forall j, md j q h <= l) -> total md gb q h <= length gb * l.
Proof. intros l md gb q h H. unfold total, named. induction gb as [|j gb IH]; simpl; [lia|]. specialize (H j). lia. Qed.

Lemma at_your_service_balanced : forall k l np ms md g q, q < np -> length (g Seller) = length (g Buyer) ->
  (forall j, valid k l np (ms j)) -> (forall j, valid k l np (md j)) ->
  balanced k {| members := g; at_price := q; amounts := at_your_service l ms md g q |}.
Proof.
  intros k l np ms md g q Hq L Vs Vd h Hh. simpl. rewrite serve_or_raise_total; [reflexivity| |].
  - apply Forall_forall. intros a I. apply in_map_iff in I. destruct I as [j [<- _]]. now apply Vs.
  - unfold named at 1. rewrite map_length, L. apply total_at_most. intros j. now apply Vd.
Qed.

Section Feasible.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Variable ms : nat -> message.
Variable mb : nat -> triplicate.
Hypothesis sellers_valid : forall j, valid k l np (ms j).
Hypothesis buyers_valid : asks_valid n k l np mb.

Lemma double_star_partition : forall phi p b, is_grouping (2 * n) phi -> partition (2 * n) (g_double_star n k l np tie ms mb phi p b).
Proof. intros phi p b G x. simpl. unfold group. rewrite app_nil_r, two_blocks by apply G. apply G. Qed.

Lemma double_star_well_formed : forall phi p b, Forall well_formed (g_double_star n k l np tie ms mb phi p b).
Proof. intros. repeat constructor; intros x h; apply at_your_service_length. Qed.

Lemma double_star_balanced : forall phi p b, is_grouping (2 * n) phi -> p < np -> Forall (balanced k) (g_double_star n k l np tie ms mb phi p b).
Proof.
  intros phi p b G Hp.
  assert (E : forall beta, beta < 2 -> balanced k (double_star_group n k l np tie ms mb phi p b beta)).
  { intros beta B. unfold double_star_group. apply at_your_service_balanced with (np := np).
    - destruct b; try exact Hp. apply price_clears; [exact clears|lia].
    - unfold group. now rewrite !(block_length n 2) by (try (apply order_length, G); exact B).
    - exact sellers_valid.
    - intros j. apply buyers_valid. }
  constructor; [apply E; lia|constructor; [apply E; lia|constructor]].
Qed.

(* (1) in G**, in every branch. *)
Theorem equation_1_in_g_double_star : forall phi p b h, In phi (Phi (2 * n)) -> p < np -> h < k ->
  goods (2 * n) k Seller (g_double_star n k l np tie ms mb phi p b) h = goods (2 * n) k Buyer (g_double_star n k l np tie ms mb phi p b) h.
Proof.
  intros phi p b h I Hp Hh. apply Phi_spec in I. apply goods_balance;
    [now apply double_star_partition|apply double_star_well_formed|now apply double_star_balanced|exact Hh].
Qed.

(* (2) in G**, in every branch. *)
Theorem equation_2_in_g_double_star : forall phi p b P, In phi (Phi (2 * n)) -> p < np ->
  money (2 * n) k P Seller (g_double_star n k l np tie ms mb phi p b) = money (2 * n) k P Buyer (g_double_star n k l np tie ms mb phi p b).
Proof.
  intros phi p b P I Hp. apply Phi_spec in I. apply budget_balance;
    [now apply double_star_partition|apply double_star_well_formed|now apply double_star_balanced].
Qed.

(* (7): what its buyers ask is sold; with excess supply the sellers are served in order up to an agent i^, with excess
   demand they are raised in order up to an agent i^. *)
Theorem equation_7 : forall phi p b beta h, In phi (Phi (2 * n)) -> 1 <= n -> p < np -> beta < 2 -> h < k ->
  let t := double_star_group n k l np tie ms mb phi p b beta in
  let offered := named ms (members t Seller) (at_price t) h in
  let asked := list_sum (amounts t Buyer h) in
  amounts t Buyer h = named (demand n mb (members t Buyer) b) (members t Buyer) (at_price t) h /\
  (asked <= list_sum offered -> served_in_order offered (amounts t Seller h) asked) /\
  (list_sum offered < asked -> raised_in_order l offered (amounts t Seller h) asked).
Proof.
  intros phi p b beta h I Hn Hp B Hh t offered asked. apply Phi_spec in I. split; [reflexivity|].
  assert (Hq : at_price t < np) by (unfold t; simpl; destruct b; try exact Hp; apply price_clears; [exact clears|lia]).
  assert (F : Forall (fun a => a <= l) offered).
  { apply Forall_forall. intros a J. apply in_map_iff in J. destruct J as [j [<- _]]. now apply sellers_valid. }
  assert (L : forall x, length (members t x) = n) by (intros x; apply (block_length n 2); [apply order_length, I|exact B]).
  assert (Lo : length offered = n) by (unfold offered, named; rewrite map_length; apply L). split; intros H.
  - apply serving_is_in_order; [|exact H]. intro E. change (offered = []) in E. rewrite E in Lo. simpl in Lo. lia.
  - assert (T : asked <= length (members t Buyer) * l) by (apply total_at_most; intros j; now apply buyers_valid).
    rewrite (L Buyer), <- Lo in T. apply raising_is_in_order; [exact F|exact H|exact T].
Qed.
End Feasible.
