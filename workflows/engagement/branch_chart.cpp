#include "workflows/engagement/branch_chart.hpp"

#include "engine/chart_explore.hpp"

/// Sources: SA "Serving Aucklanders" (2018); LGA Local Government Act 2002; PRA Public Records Act 2005 s 17;
/// OAG the Auditor-General on koha (2021); QP Quality Planning pages 649, 662, 975, 976; TKM Te Kāhui Māngai;
/// TTM Tiaki Tāmaki Makaurau; WSL Watercare's Kaitiaki Schedule; WCC Wellington City Council; WBOP Western
/// Bay of Plenty District Council; BOPRC Bay of Plenty Regional Council (2011); WRC Waikato Regional Council
/// (2017); CVA Knowledge Auckland 2878 on cultural values assessments; MFE Ministry for the Environment; IAIA
/// Fastips on indigenous peoples; TEAR Te Arawhiti's engagement guidelines; IAP2 core value 7; MAIL a
/// council's published e-mail about silence. OWN is our own inference, to be confirmed with mana whenua.

namespace full_circle::engagement {

namespace branch_chart {

namespace event = branch_event;

struct Open;
struct BranchMachine : ExplorableMachine<BranchMachine, Open> {};

struct AssessingSignificance;
struct Identifying;
struct PreparingOffer;
struct Offered;
struct NoResponse;
struct DeferredToOther;
struct Declined;
struct Arranging;
struct HuiScheduled;
struct KoreroUnderWay;
struct AssessmentUnderWay;
struct ViewsRecorded;
struct ViewsBeforeDecisionMaker;
struct Responded;
struct OutcomeAgreed;
struct OutcomeDiffers;
struct PausedByManaWhenua;
struct NotEngagedRecorded;
struct RelationshipOngoing;
struct WithdrawnByCouncil;

/// What can be kept at any time, except once the council has withdrawn.
using AlwaysFacts = Facts<event::note_added, event::availability_recorded, event::hui_wishes_recorded,
                          event::commitment_recorded, event::review_recorded, event::note_checked>;

/// Another round is another ask: what an entity answered to the last one does not answer this one, so
/// wherever it has spoken, or was silent, it is made an offer again.
using AskedAgain = Move<event::another_round_started, PreparingOffer>;

/// The branch is going on. Not one of the published states: it holds what they have in common, that the
/// entity may pause and the council withdraw from any of them, and it remembers where a pause began.
struct Open : sc::simple_state<Open, BranchMachine, boost::mpl::list<sc::deep_history<AssessingSignificance>>,
                               sc::has_deep_history> {
  static constexpr std::string_view name = "open";
  static constexpr std::array<std::string_view, 1> regions{"step"};
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::pause, PausedByManaWhenua>, Move<event::withdraw, WithdrawnByCouncil>,
                    Fact<event::withdrawal_proposed>>,
      AlwaysFacts>;
};

/// First question: does this kaupapa matter to Māori, and would engaging be right? (SA step 1, LGA s 77,
/// BOPRC)
struct AssessingSignificance : sc::simple_state<AssessingSignificance, Open> {
  static constexpr std::string_view name = "assessing_significance";
  using reactions =
      mp11::mp_list<Move<event::assess_needed, Identifying>,
                    Move<event::assess_not_needed, NotEngagedRecorded>, Fact<event::not_needed_proposed>>;
};

/// Closed with a written reason, and open again the moment an interest is declared. (SA, LGA s 79, PRA, WCC)
struct NotEngagedRecorded : sc::simple_state<NotEngagedRecorded, BranchMachine> {
  static constexpr std::string_view name = "not_engaged_recorded";
  using reactions = mp11::mp_append<mp11::mp_list<Move<event::interest_declared, Identifying>>, AlwaysFacts>;
};

/// Who holds mana whenua here, through which entity, at which level. (SA, QP 649, TKM, TEAR)
struct Identifying : sc::simple_state<Identifying, Open> {
  static constexpr std::string_view name = "identifying";
  using reactions =
      mp11::mp_list<Move<event::entities_identified, PreparingOffer>, Fact<event::contact_attempted>>;
};

/// What the offer carries: the kaupapa, the resourcing, dates that suit, how information is kept. (SA, TTM,
/// BOPRC, MFE)
struct PreparingOffer : sc::simple_state<PreparingOffer, Open> {
  static constexpr std::string_view name = "preparing_offer";
  using reactions = mp11::mp_list<Move<event::send_offer, Offered>, Fact<event::offer_approved>,
                                  Fact<event::contact_attempted>>;
};

/// The invitation is out. Reminders go to our own people and move nothing. (WSL, QP 649, SA)
struct Offered : sc::simple_state<Offered, Open> {
  static constexpr std::string_view name = "offered";
  using reactions = mp11::mp_list<Move<event::accept, Arranging>, Move<event::comment_only, KoreroUnderWay>,
                                  Move<event::defer_to, DeferredToOther>, Move<event::decline, Declined>,
                                  Move<event::window_lapsed, NoResponse>, AskedAgain,
                                  Fact<event::reminder_due>, Fact<event::contact_attempted>>;
};

/// Silence. Neither consent nor lack of interest; an answer is welcome whenever it comes. (QP 662, MAIL)
struct NoResponse : sc::simple_state<NoResponse, Open> {
  static constexpr std::string_view name = "no_response";
  using reactions =
      mp11::mp_list<Move<event::late_response, Arranging>, Move<event::notify_outcome, RelationshipOngoing>,
                    AskedAgain, Fact<event::contact_attempted>>;
};

/// The entity names another to lead; it is kept informed as it wishes. Nothing here answers for the other.
/// (TKM, MAIL)
struct DeferredToOther : sc::simple_state<DeferredToOther, Open> {
  static constexpr std::string_view name = "deferred_to_other";
  using reactions = mp11::mp_list<Move<event::late_response, Arranging>,
                                  Move<event::notify_outcome, RelationshipOngoing>, AskedAgain>;
};

/// The entity chose not to take part, in its own words. (WSL, TTM, OWN)
struct Declined : sc::simple_state<Declined, Open> {
  static constexpr std::string_view name = "declined";
  using reactions = mp11::mp_list<Move<event::late_response, Arranging>,
                                  Move<event::notify_outcome, RelationshipOngoing>, AskedAgain>;
};

/// Stopped by the entity, for a reason that is its own: capacity, tangihanga, rāhui. The branch's clocks
/// stop, and resuming finds everything where it was. (TTM, IAIA, OWN)
struct PausedByManaWhenua : sc::simple_state<PausedByManaWhenua, BranchMachine> {
  static constexpr std::string_view name = "paused_by_mana_whenua";
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::resume, Open>, Move<event::withdraw, WithdrawnByCouncil>>,
                      AlwaysFacts>;
};

/// Mode, place, tikanga, koha and dates, settled together. (SA, QP 975, WCC, TTM)
struct Arranging : sc::simple_state<Arranging, Open> {
  static constexpr std::string_view name = "arranging";
  using reactions = mp11::mp_list<Move<event::date_agreed, HuiScheduled>,
                                  Move<event::written_only, KoreroUnderWay>, Fact<event::hui_date_confirmed>>;
};

/// Both agreed to a date; either may ask to move it. (SA, QP 975, OAG)
struct HuiScheduled : sc::simple_state<HuiScheduled, Open> {
  static constexpr std::string_view name = "hui_scheduled";
  using reactions = mp11::mp_list<Move<event::hui_moved, Arranging>, Move<event::hui_held, KoreroUnderWay>>;
};

/// Talking or writing, as often as it takes, with time for the entity to talk within itself. (WBOP, QP 662,
/// IAIA)
struct KoreroUnderWay : sc::simple_state<KoreroUnderWay, Open> {
  static constexpr std::string_view name = "korero_under_way";
  using reactions = mp11::mp_list<Move<event::request_assessment, AssessmentUnderWay>,
                                  Move<event::confirm_record, ViewsRecorded>, Fact<event::record_drafted>>;
};

/// A cultural values or impact assessment by the entity or whom it names; it is advice, not approval. (WCC,
/// CVA, QP 975)
struct AssessmentUnderWay : sc::simple_state<AssessmentUnderWay, Open> {
  static constexpr std::string_view name = "assessment_under_way";
  using reactions = mp11::mp_list<Move<event::assessment_received, KoreroUnderWay>>;
};

/// The entity has confirmed the record as its own; nobody else can. (CVA, QP 649, PRA)
struct ViewsRecorded : sc::simple_state<ViewsRecorded, Open> {
  static constexpr std::string_view name = "views_recorded";
  using reactions = mp11::mp_list<Move<event::report, ViewsBeforeDecisionMaker>, AskedAgain>;
};

/// The views stand beside the advice, unedited. (LGA s 82, QP 649, CVA)
struct ViewsBeforeDecisionMaker : sc::simple_state<ViewsBeforeDecisionMaker, Open> {
  static constexpr std::string_view name = "views_before_decision_maker";
  using reactions = mp11::mp_list<Move<event::decide, Responded>, AskedAgain>;
};

/// Each issue has its answer and the reasons for it. (LGA s 82, QP 649, IAP2)
struct Responded : sc::simple_state<Responded, Open> {
  static constexpr std::string_view name = "responded";
  using reactions =
      mp11::mp_list<Move<event::agree_outcome, OutcomeAgreed>, Move<event::record_difference, OutcomeDiffers>,
                    Move<event::close, RelationshipOngoing>, AskedAgain, Fact<event::outcome_confirmed>,
                    Fact<event::difference_stated>>;
};

/// Actions that both agreed, each with someone who will see to it. (WRC, SA)
struct OutcomeAgreed : sc::simple_state<OutcomeAgreed, Open> {
  static constexpr std::string_view name = "outcome_agreed";
  using reactions = mp11::mp_list<Move<event::close, RelationshipOngoing>, AskedAgain>;
};

/// They differ, and the record says so in both voices. (LGA s 82, QP 662)
struct OutcomeDiffers : sc::simple_state<OutcomeDiffers, Open> {
  static constexpr std::string_view name = "outcome_differs";
  using reactions = mp11::mp_list<Move<event::close, RelationshipOngoing>, AskedAgain>;
};

/// The branch is over and the relationship is not: commitments carry on. (WRC, SA)
struct RelationshipOngoing : sc::simple_state<RelationshipOngoing, BranchMachine> {
  static constexpr std::string_view name = "relationship_ongoing";
  using reactions = mp11::mp_append<mp11::mp_list<AskedAgain>, AlwaysFacts>;
};

/// The council stopped the project and told the entity why. (OWN, LGA s 82)
struct WithdrawnByCouncil : sc::simple_state<WithdrawnByCouncil, BranchMachine> {
  static constexpr std::string_view name = "withdrawn_by_council";
};

}  // namespace branch_chart

Chart explore_branch_chart() {
  using namespace branch_chart;
  using States =
      mp11::mp_list<Open, AssessingSignificance, Identifying, PreparingOffer, Offered, NoResponse,
                    DeferredToOther, Declined, Arranging, HuiScheduled, KoreroUnderWay, AssessmentUnderWay,
                    ViewsRecorded, ViewsBeforeDecisionMaker, Responded, OutcomeAgreed, OutcomeDiffers,
                    PausedByManaWhenua, NotEngagedRecorded, RelationshipOngoing, WithdrawnByCouncil>;
  return explore<BranchMachine, States>();
}

}  // namespace full_circle::engagement
