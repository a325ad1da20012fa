// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/advice.h"

#include <algorithm>
#include <iterator>

namespace sijill::cli {
namespace {

struct Advice {
  std::string_view reason;
  std::string_view next;
};

constexpr std::string_view kRepeat =
    "wait a little, then repeat with the same --request-id";
constexpr std::string_view kShowCase =
    "look at where the case stands: sijill case show CASE";
constexpr std::string_view kTellPeer =
    "tell the administrators of both nodes; keep both logs as they are";
constexpr std::string_view kOtherOfficer =
    "act as somebody who may: another --profile, or ask the administrator";

constexpr Advice kAdvice[] = {
    // The transport's.
    {"INVALID_FIELDS", "correct the fields named, then repeat"},
    {"UNPARSABLE_REQUEST", "use a sijill of the node's version"},
    {"SERVER_BUSY", kRepeat},
    {"NODE_UNREACHABLE",
     "see that the node runs, its address is right and its certificate in "
     "force: sijill profile show NAME"},
    {"CASE_NOT_FOUND",
     "look at the name for a slip: sijill case list; a case that is not your "
     "agency's is not shown either"},
    // The contract's, in the order of their numbers.
    {"PURPOSE_REQUIRED", "say why you read it: --purpose case-handling"},
    {"REQUEST_ID_REUSED",
     "leave --request-id out; it belongs to another request"},
    {"DUTY_MISSING", kOtherOfficer},
    {"OFFICER_REQUIRED", "name the officer who decides: --officer NAME"},
    {"OFFICER_NOT_ASSERTABLE",
     "leave --officer out, or ask the administrator for the grant"},
    {"SECOND_PERSON_REQUIRED",
     "have another officer do it, under his own certificate"},
    {"ROLE_MISSING",
     "leave it to the agency that has the role: sijill case show CASE names "
     "them"},
    {"CASE_ENDED", "open a new case if there is a new ground"},
    {"CASE_NOT_INTERPRETED",
     "ask the administrator to bring the node up to date"},
    {"PROCEDURE_MISMATCH", kShowCase},
    {"AGENCY_UNKNOWN", "choose one of sijill registry list"},
    {"RULE_SET_UNKNOWN", "choose one of sijill registry rule-sets"},
    {"FORM_INCOMPLETE",
     "add what is missing, then repeat; sijill case requirements shows what "
     "this corridor and post ask"},
    {"NOT_INCOMPLETE", kShowCase},
    {"GATE_MISSING", "record the return decision first: sijill case gate CASE"},
    {"GROUNDS_REQUIRED",
     "give at least one ground: --ground and --explanation"},
    {"ALREADY_ANSWERED", kShowCase},
    {"NO_LATE_REPLY", kShowCase},
    {"LATE_REPLY_NOT_REVIEWED",
     "review it first: sijill case review-late-reply CASE"},
    {"NO_APPROVAL", "wait for the reply, or the end of its time limit"},
    {"APPROVAL_EXPIRED", "ask for the readmission again"},
    {"NOTICE_TOO_SHORT",
     "plan a later journey: sijill case show CASE has the "
     "time limit"},
    {"HOLD_IN_FORCE",
     "wait until the office that placed it releases it; those who protect see "
     "why it stands"},
    {"HOLD_NOT_FOUND", kShowCase},
    {"HOLD_RELEASED", kShowCase},
    {"TRANSFER_NOT_FOUND", kShowCase},
    {"TRANSFER_STATE", kShowCase},
    {"TRANSFER_UNDER_WAY", "end or cancel the transfer first"},
    {"REASONS_REQUIRED", "give the reasons: --reasons TEXT"},
    {"IDENTITY_NOT_ESTABLISHED",
     "record who the person is first: sijill identity find CASE"},
    {"IDENTITY_CONTRADICTED",
     "clear up the contradiction with the other agency; sijill case show CASE "
     "names it"},
    {"DOCUMENT_NOT_FOUND", kShowCase},
    {"DOCUMENT_STATE", kShowCase},
    {"DOCUMENT_EXPIRES_BEFORE_ARRIVAL",
     "have the document made for longer, or plan an earlier journey"},
    {"NO_VALID_DOCUMENT",
     "ask for a document: sijill travel-document request CASE"},
    {"DOCUMENT_NUMBER_TAKEN", "look at the number: it is another document's"},
    {"MACHINE_READABLE_ZONE_INVALID",
     "correct what the zone is made of: names, dates and number"},
    {"JOURNEY_REQUIRED", "say the journey: --file FILE.json"},
    {"QUEUE_FULL", kRepeat},
    {"CASE_BUSY", kRepeat},
    {"NOT_YET_READ", kRepeat},
    {"STORAGE_LOW", "ask the administrator to make room on the node's disk"},
    {"EXCHANGE_MISMATCH", "compare the exchange's name in both nodes"},
    {"HEADER_MALFORMED", kTellPeer},
    {"SEAL_INVALID", kTellPeer},
    {"KEY_UNKNOWN", "have the peer endorse its key, then repeat"},
    {"KEY_REVOKED", "seal with the agency's present key"},
    {"LANE_GAP", "deliver the missing events first"},
    {"LANE_FORK", kTellPeer},
    {"CONTENT_MISMATCH", kTellPeer},
    {"PROOF_INVALID", kTellPeer},
    {"NOT_ADMITTED", "have the peer admitted: sijill node peer add"},
    {"POSITION_MISMATCH", "ask the peer where it stands, and go on from there"},
    {"QUOTA_EXCEEDED", kRepeat},
    {"LOG_NOT_FOUND", "choose one of the node's logs: shared or own"},
    {"BEYOND_LOG", "choose a size the log has: sijill ledger checkpoint"},
    {"REGISTRY_CHANGED",
     "look at the entry as it is now, then repeat without --if-version"},
};

}  // namespace

std::string_view AdviceFor(std::string_view reason) {
  const auto* const found =
      std::find_if(std::begin(kAdvice), std::end(kAdvice),
                   [&](const Advice& a) { return a.reason == reason; });
  return found == std::end(kAdvice) ? std::string_view() : found->next;
}

}  // namespace sijill::cli
