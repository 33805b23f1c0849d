(* Phi: who is in which group, and in which order (section 2.2; section 3.5 for r groups). *)
From Coq Require Import List Arith Lia Permutation Factorial.
Import ListNotations.

(* ---- definitions ---- *)

Inductive side := Seller | Buyer.

(* All permutations of a list. *)
Fixpoint inserts (a : nat) (u : list nat) : list (list nat) :=
  match u with [] => [[a]] | b :: t => (a :: u) :: map (cons b) (inserts a t) end.
Fixpoint permutations (u : list nat) : list (list nat) :=
  match u with [] => [[]] | a :: t => flat_map (inserts a) (permutations t) end.

(* The m agents of a side are 0, ..., m - 1.  phi names them in order, side by side. *)
Definition grouping := side -> list nat.
Definition pair_up (s b : list nat) : grouping := fun x => match x with Seller => s | Buyer => b end.
Definition orders (m : nat) : list (list nat) := permutations (seq 0 m).
Definition Phi (m : nat) : list grouping :=
  map (fun sb => pair_up (fst sb) (snd sb)) (list_prod (orders m) (orders m)).

(* The members of group beta = 0, ..., r - 1, in the order in which they are served. *)
Definition block (n beta : nat) (u : list nat) : list nat := firstn n (skipn (beta * n) u).
Definition group (n beta : nat) (phi : grouping) : side -> list nat := fun x => block n beta (phi x).

Definition is_order (m : nat) (u : list nat) : Prop := Permutation u (seq 0 m).
Definition is_grouping (m : nat) (phi : grouping) : Prop := forall x, is_order m (phi x).

(* ---- theorems: Phi lists every grouping, and each once ---- *)

Lemma inserts_spec : forall a u s, In s (inserts a u) <-> exists u1 u2, u = u1 ++ u2 /\ s = u1 ++ a :: u2.
Proof.
  induction u as [|b t IH]; intros s; simpl.
  - split; [intros [<-|[]]; now exists [], []|].
    intros [u1 [u2 [E ->]]]. symmetry in E. apply app_eq_nil in E. destruct E as [-> ->]. now left.
  - rewrite in_map_iff. split.
    + intros [<-|[x [<- Hx]]]; [now exists [], (b :: t)|]. apply IH in Hx.
      destruct Hx as [u1 [u2 [-> ->]]]. now exists (b :: u1), u2.
    + intros [[|c u1] [u2 [E ->]]]; simpl in E; [subst; now left|]. injection E as -> ->. right.
      exists (u1 ++ a :: u2). split; [reflexivity|]. apply IH. now exists u1, u2.
Qed.

Theorem permutations_spec : forall u s, In s (permutations u) <-> Permutation s u.
Proof.
  induction u as [|a t IH]; intros s; simpl.
  - split; [intros [<-|[]]; constructor|]. intros P. symmetry in P. apply Permutation_nil in P. subst. now left.
  - rewrite in_flat_map. split.
    + intros [x [Hx Hs]]. apply IH in Hx. apply inserts_spec in Hs. destruct Hs as [u1 [u2 [-> ->]]].
      rewrite <- Hx. symmetry. apply Permutation_middle.
    + intros P. assert (H : In a s) by (eapply Permutation_in; [symmetry; exact P|now left]).
      apply in_split in H. destruct H as [u1 [u2 ->]]. exists (u1 ++ u2). split.
      * apply IH. apply Permutation_cons_inv with a. rewrite Permutation_middle. exact P.
      * apply inserts_spec. now exists u1, u2.
Qed.

Theorem Phi_spec : forall m phi, In phi (Phi m) -> is_grouping m phi.
Proof.
  intros m phi H. apply in_map_iff in H. destruct H as [[s b] [<- H]]. apply in_prod_iff in H.
  unfold orders in H. rewrite !permutations_spec in H. intros []; simpl; unfold is_order; tauto.
Qed.

Theorem Phi_complete : forall m s b, is_order m s -> is_order m b -> In (pair_up s b) (Phi m).
Proof.
  intros m s b Hs Hb. apply in_map_iff. exists (s, b). split; [reflexivity|]. apply in_prod_iff.
  unfold orders. rewrite !permutations_spec. now split.
Qed.

Lemma remove_inserted : forall a u1 u2, ~ In a (u1 ++ u2) -> remove Nat.eq_dec a (u1 ++ a :: u2) = u1 ++ u2.
Proof.
  intros a u1 u2 N. rewrite remove_app. simpl. destruct (Nat.eq_dec a a); [|congruence].
  rewrite <- remove_app. now apply notin_remove.
Qed.

Lemma inserts_NoDup : forall a u, ~ In a u -> NoDup (inserts a u).
Proof.
  induction u as [|b t IH]; simpl; intros N; constructor; try (intros []); try constructor.
  - intros H. apply in_map_iff in H. destruct H as [x [E _]]. injection E as E _. apply N. now left.
  - apply FinFun.Injective_map_NoDup; [intros x y E; now injection E|]. apply IH. intro; apply N; now right.
Qed.

Lemma flat_map_NoDup : forall (f : list nat -> list (list nat)) (g : list nat -> list nat) L,
  NoDup L -> (forall x, In x L -> NoDup (f x)) -> (forall x s, In x L -> In s (f x) -> g s = x) -> NoDup (flat_map f L).
Proof.
  intros f g L ND. induction ND as [|x L N ND IH]; simpl; intros F G; [constructor|].
  assert (A : forall (u v : list (list nat)), NoDup u -> NoDup v -> (forall s, In s u -> ~ In s v) -> NoDup (u ++ v)).
  { induction u as [|c u IHu]; simpl; intros v U V D; [exact V|]. inversion U; subst. constructor.
    - intro I. apply in_app_or in I. destruct I; [contradiction|]. exact (D c (or_introl eq_refl) H).
    - apply IHu; auto. }
  apply A; [apply F; now left|apply IH; intros; [apply F|apply G]; auto|].
  intros s S1 S2. apply in_flat_map in S2. destruct S2 as [y [Y1 Y2]].
  pose proof (G x s (or_introl eq_refl) S1). pose proof (G y s (or_intror Y1) Y2). subst. contradiction.
Qed.

Theorem permutations_NoDup : forall u, NoDup u -> NoDup (permutations u).
Proof.
  intros u ND. induction ND as [|a t N ND IH]; simpl; [constructor; [intros []|constructor]|].
  assert (O : forall x, In x (permutations t) -> ~ In a x).
  { intros x H I. apply permutations_spec in H. apply N. now apply (Permutation_in a H). }
  apply flat_map_NoDup with (g := remove Nat.eq_dec a); [exact IH|intros; apply inserts_NoDup; auto|].
  intros x s X S. apply inserts_spec in S. destruct S as [u1 [u2 [-> ->]]]. apply remove_inserted. now apply O.
Qed.

Lemma inserts_length : forall a u, length (inserts a u) = S (length u).
Proof. induction u; simpl; [reflexivity|]. now rewrite map_length, IHu. Qed.

Lemma permutations_length : forall u, length (permutations u) = fact (length u).
Proof.
  induction u as [|a t IH]; [reflexivity|].
  change (permutations (a :: t)) with (flat_map (inserts a) (permutations t)).
  assert (H : forall L, (forall x, In x L -> length x = length t) -> length (flat_map (inserts a) L) = length L * S (length t)).
  { induction L as [|x L IHL]; simpl; intros H; [reflexivity|].
    rewrite app_length, inserts_length, IHL by auto. rewrite (H x) by now left. lia. }
  rewrite H, IH; [simpl; lia|]. intros x Hx. apply permutations_spec in Hx. now apply Permutation_length.
Qed.

(* Section 2.2 as meant: Phi has (m!)^2 elements (m = 2n in G* and G**, m = rn in G+), each listed once, so that
   "every phi is equally likely" is the sum over this list divided by (m!)^2. *)
Theorem Phi_count : forall m, length (Phi m) = fact m * fact m.
Proof. intros. unfold Phi, orders. rewrite map_length, prod_length, permutations_length, seq_length. reflexivity. Qed.

Theorem orders_once : forall m, NoDup (orders m).
Proof. intros. apply permutations_NoDup, seq_NoDup. Qed.

(* ---- theorems: the groups are a partition ---- *)

Lemma firstn_plus : forall a b (u : list nat), firstn (a + b) u = firstn a u ++ firstn b (skipn a u).
Proof. induction a; intros b u; [reflexivity|]. destruct u; simpl; [now rewrite firstn_nil|]. now rewrite IHa. Qed.

Lemma blocks : forall n r u, concat (map (fun beta => block n beta u) (seq 0 r)) = firstn (r * n) u.
Proof.
  induction r as [|r IH]; intros u; [reflexivity|].
  rewrite seq_S, map_app, concat_app, IH. simpl. rewrite app_nil_r. unfold block.
  rewrite (Nat.add_comm n (r * n)). symmetry. apply firstn_plus.
Qed.

Theorem groups_partition : forall n r u, length u = r * n -> concat (map (fun beta => block n beta u) (seq 0 r)) = u.
Proof. intros n r u H. rewrite blocks, <- H. apply firstn_all. Qed.

Lemma block_length : forall n r beta u, length u = r * n -> beta < r -> length (block n beta u) = n.
Proof. intros. unfold block. rewrite firstn_length, skipn_length. nia. Qed.

Lemma order_length : forall m u, is_order m u -> length u = m.
Proof. intros m u P. apply Permutation_length in P. now rewrite seq_length in P. Qed.
Lemma order_NoDup : forall m u, is_order m u -> NoDup u.
Proof. intros m u P. eapply Permutation_NoDup; [symmetry; exact P|apply seq_NoDup]. Qed.
Lemma order_In : forall m u i, is_order m u -> i < m -> In i u.
Proof. intros m u i P H. eapply Permutation_in; [symmetry; exact P|apply in_seq; lia]. Qed.

Lemma NoDup_parts : forall (x y : list nat), NoDup (x ++ y) -> NoDup x /\ NoDup y /\ forall i, In i x -> ~ In i y.
Proof.
  induction x as [|a x IH]; simpl; intros y H; [split; [constructor|split; [exact H|intros _ []]]|].
  inversion H as [|? ? N D]; subst. destruct (IH y D) as [D1 [D2 D3]]. split; [|split; [exact D2|]].
  - constructor; [|exact D1]. intro I. apply N, in_or_app. now left.
  - intros i [<-|I]; [|now apply D3]. intro J. apply N, in_or_app. now right.
Qed.

(* Two groups: everybody is in one of them and not in the other. *)
Lemma two_blocks : forall n u, is_order (2 * n) u -> block n 0 u ++ block n 1 u = u.
Proof.
  intros n u P. pose proof (groups_partition n 2 u (order_length _ _ P)) as E. simpl in E. now rewrite app_nil_r in E.
Qed.

Lemma in_one_block : forall n u i, is_order (2 * n) u -> i < 2 * n ->
  (In i (block n 0 u) /\ ~ In i (block n 1 u)) \/ (~ In i (block n 0 u) /\ In i (block n 1 u)).
Proof.
  intros n u i P Hi. pose proof (order_In _ _ _ P Hi) as I. pose proof (order_NoDup _ _ P) as ND.
  rewrite <- (two_blocks n u P) in I, ND. apply NoDup_parts in ND. destruct ND as [_ [_ D]].
  apply in_app_or in I. destruct I as [I|I]; [left|right]; split; auto. intro J. exact (D i J I).
Qed.

Lemma block_NoDup : forall n beta u m, is_order m u -> NoDup (block n beta u).
Proof.
  intros n beta u m P. pose proof (order_NoDup _ _ P) as ND. unfold block.
  rewrite <- (firstn_skipn (beta * n) u) in ND. apply NoDup_parts in ND. destruct ND as [_ [ND _]].
  rewrite <- (firstn_skipn n (skipn (beta * n) u)) in ND. now apply NoDup_parts in ND.
Qed.
