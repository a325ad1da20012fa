// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/answer.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "tools/sijill/message/field_text.h"
#include "tools/sijill/message/json_form.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

constexpr size_t kIdDigits = 12;

// The rows of a repeated message under columns.
Report TableOf(const pb::Message& message, const std::string& rows,
               const std::vector<Column>& columns) {
  Report report;
  report.rows_name = rows;
  for (const Column& column : columns) report.columns.push_back(column.heading);
  const pb::FieldDescriptor* const field =
      message.GetDescriptor()->FindFieldByName(rows);
  const pb::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    const pb::Message& row = reflection.GetRepeatedMessage(message, field, i);
    std::vector<Cell>& cells = report.rows.emplace_back();
    for (const Column& column : columns) {
      cells.push_back(TextAt(row, column.field));
    }
  }
  return report;
}

// An event's id stands in its name: the rest of the line is its place.
std::string ReceiptLine(const v1::Receipt& receipt) {
  return base::StrCat(
      "Recorded ", base::Hex(receipt.event_id()).substr(0, kIdDigits),
      " in the ", TextAt(receipt, "log"), " log at ", receipt.index(), ", ",
      TimeText(ToTime(receipt.recorded_at())), ", ",
      TextAt(receipt, "assurance"), ".\n");
}

void PrintReceipts(const pb::Message& response, Output& output) {
  // A case's name on a line of its own: scripts and people copy it.
  const std::string name = TextAt(response, "case_name");
  if (!name.empty()) output.PrintLines(name);
  const pb::FieldDescriptor* const field =
      response.GetDescriptor()->FindFieldByName("receipts");
  const pb::Reflection& reflection = *response.GetReflection();
  const int count = reflection.FieldSize(response, field);
  for (int i = 0; i < count; ++i) {
    output.PrintLines(ReceiptLine(static_cast<const v1::Receipt&>(
        reflection.GetRepeatedMessage(response, field, i))));
  }
  if (count == 0) {
    output.PrintLines(
        "Nothing was recorded: it was only looked at, and the "
        "node would carry it out.");
  }
  const std::unique_ptr<pb::Message> rest(response.New());
  rest->CopyFrom(response);
  for (const char* shown : {"receipts", "case_name"}) {
    const auto* known = rest->GetDescriptor()->FindFieldByName(shown);
    if (known != nullptr) reflection.ClearField(rest.get(), known);
  }
  output.PrintLines(Outline(*rest));
}

Report DeadlinesOf(const v1::GetCaseResponse& response, absl::Time now) {
  Report report;
  report.rows_name = "deadlines";
  report.columns = {"deadline", "state", "due", "counted", "source"};
  for (const v1::Deadline& deadline : response.deadlines()) {
    const absl::Time due = ToTime(deadline.due_at());
    const bool running = deadline.state() == v1::DEADLINE_STATE_RUNNING;
    report.rows.push_back(
        {deadline.title(), TextAt(deadline, "state"), TimeText(due),
         running ? DistanceText(due, now) : "",
         base::StrCat(deadline.source(),
                      deadline.verified() ? "" : " (not verified)")});
  }
  return report;
}

void PrintCase(const v1::GetCaseResponse& response, absl::Time now,
               Output& output) {
  const v1::Case& shared = response.snapshot().shared();
  Report head;
  head.fields = {{"case", shared.name()},
                 {"procedure", TextAt(shared, "procedure")},
                 {"status", TextAt(shared, "status")},
                 {"rule_set", TextAt(shared, "rule_set")}};
  if (shared.contradictions_size() > 0) {
    head.fields.push_back({"contradictions", TextAt(shared, "contradictions")});
  }
  if (response.snapshot().own_side().hold_in_force()) {
    head.fields.push_back({"hold", "in force: no transfer"});
  }
  output.Print(head);
  if (response.deadlines_size() > 0) {
    output.PrintLines(" ");
    output.Print(DeadlinesOf(response, now));
  }
  v1::CaseSnapshot rest = response.snapshot();
  for (const char* shown :
       {"name", "procedure", "status", "rule_set", "contradictions"}) {
    rest.mutable_shared()->GetReflection()->ClearField(
        rest.mutable_shared(), v1::Case::descriptor()->FindFieldByName(shown));
  }
  output.PrintLines(base::StrCat(" \n", Outline(rest)));
}

// The canonical form; a new case's name also as the contract spells the field,
// which is what scripts look for.
std::string JsonAnswer(const pb::Message& response) {
  std::string json = JsonOf(response);
  const std::string name = TextAt(response, "case_name");
  if (name.empty()) return json;
  auto object = nlohmann::ordered_json::parse(json);
  object["case_name"] = name;
  return object.dump(1);
}

}  // namespace

void PrintAnswer(const Command& command, const pb::Message& response,
                 absl::Time now, Output& output) {
  if (output.json()) return output.PrintJson(JsonAnswer(response));
  switch (command.view) {
    case View::kReceipts:
      return PrintReceipts(response, output);
    case View::kTable: {
      const Report table = TableOf(response, command.rows, command.columns);
      if (table.rows.empty()) return output.PrintLines("There are none.");
      return output.Print(table);
    }
    case View::kOutline:
      return output.PrintLines(Outline(response));
    case View::kCase:
      return PrintCase(static_cast<const v1::GetCaseResponse&>(response), now,
                       output);
    case View::kText:
      return output.PrintLines(TextAt(response, command.rows));
  }
}

}  // namespace sijill::cli
