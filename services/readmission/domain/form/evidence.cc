// SPDX-License-Identifier: Apache-2.0
// What shows identity, nationality and, of a third-country national, entry.
#include "common/base/text.h"
#include "common/icao/country.h"
#include "services/readmission/domain/form/request_form.h"

namespace sijill::readmission::form {
namespace {

constexpr int kMostMeans = 50;
constexpr size_t kNumberText = 64;
constexpr size_t kLongText = 2000;

// A day of issue that was, and a last day of validity not before it.
void CheckDays(const google::type::Date& issued,
               const google::type::Date& expires, const Reading& reading,
               const std::string& path, Problems& problems) {
  const auto from = CheckPastDate(issued, DateShape::kPartial, reading.today,
                                  path + ".issued_on", problems);
  const auto until =
      CheckDate(expires, DateShape::kPartial, path + ".expires_on", problems);
  // A year alone may mean its last day.
  const bool partial = expires.month() == 0 || expires.day() == 0;
  if (from && until && !partial && *until < *from) {
    problems.Add(path + ".expires_on", "before its day of issue");
  }
}

void CheckItem(const v1::EvidenceItem& item, const Reading& reading,
               const std::string& path, Problems& problems) {
  if (item.kind() == v1::EVIDENCE_KIND_UNSPECIFIED) {
    problems.Add(path + ".kind", "required");
  }
  if (item.form() == v1::EVIDENCE_FORM_UNSPECIFIED) {
    problems.Add(path + ".form", "required");
  }
  CheckText(item.document_number(), {.most = kNumberText},
            path + ".document_number", problems);
  if (!item.issuing_state().empty() &&
      !icao::IsIssuerCode(item.issuing_state())) {
    problems.Add(path + ".issuing_state", "no code of Doc 9303-3 section 5");
  }
  CheckText(item.issued_by(), {}, path + ".issued_by", problems);
  CheckDays(item.issued_on(), item.expires_on(), reading, path, problems);
  CheckText(
      item.description(),
      {.most = kLongText, .required = item.kind() == v1::EVIDENCE_KIND_OTHER},
      path + ".description", problems);
}

}  // namespace

void CheckEvidence(const v1::RequestForm& form, const Reading& reading,
                   Problems& problems) {
  const std::string path = "form.means_of_evidence";
  if (form.means_of_evidence_size() > kMostMeans) {
    return problems.Add(path, base::StrCat("at most ", kMostMeans));
  }
  for (int i = 0; i < form.means_of_evidence_size(); ++i) {
    CheckItem(form.means_of_evidence(i), reading, At(path, i), problems);
  }
}

void CheckEntry(const v1::ThirdCountryNational& claim, const Reading& reading,
                Problems& problems) {
  const std::string path = "form.third_country_national";
  if (claim.unlawful_stay_established_on().ByteSizeLong() == 0) {
    problems.Add(path + ".unlawful_stay_established_on", "required");
  }
  CheckPastDate(claim.unlawful_stay_established_on(), DateShape::kWhole,
                reading.today, path + ".unlawful_stay_established_on",
                problems);
  const std::string entry = path + ".entry_evidence";
  if (claim.entry_evidence_size() > kMostMeans) {
    return problems.Add(entry, base::StrCat("at most ", kMostMeans));
  }
  for (int i = 0; i < claim.entry_evidence_size(); ++i) {
    const v1::EntryEvidence& item = claim.entry_evidence(i);
    const std::string at = At(entry, i);
    if (item.kind() == v1::ENTRY_EVIDENCE_KIND_UNSPECIFIED) {
      problems.Add(at + ".kind", "required");
    }
    CheckText(item.document_number(), {.most = kNumberText},
              at + ".document_number", problems);
    CheckDays(item.issued_on(), item.expires_on(), reading, at, problems);
    CheckText(item.description(),
              {.most = kLongText,
               .required = item.kind() == v1::ENTRY_EVIDENCE_KIND_OTHER},
              at + ".description", problems);
  }
}

}  // namespace sijill::readmission::form
