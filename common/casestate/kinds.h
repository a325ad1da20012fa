// SPDX-License-Identifier: Apache-2.0
// The kinds of events, read once from the table in sijill/v1/kinds.proto.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "sijill/v1/options.pb.h"

namespace sijill::casestate {

// Kinds from here on are own-log kinds: they never leave a node.
inline constexpr uint32_t kFirstOwnLogKind = 32768;

// One part of a kind's content.
struct PartKind {
  // Lives as long as the program.
  const google::protobuf::Descriptor* message = nullptr;
  v1::PartClass part_class = v1::PART_CLASS_UNSPECIFIED;
};

// One kind. Lives as long as the program.
struct Kind {
  uint32_t number = 0;
  std::string name;
  v1::Lane lane = v1::LANE_UNSPECIFIED;
  std::vector<v1::Role> readmission_writers;
  std::vector<v1::Role> document_request_writers;
  std::vector<PartKind> parts;  // 1 to 16
  bool opening = false;         // opens a case
  bool guard = false;           // raises its stream's guard version
  bool registry = false;        // raises the registry version
  bool delivered = false;       // answered with Delivered
  bool critical = false;        // its header says `critical`

  bool own_log() const { return number >= kFirstOwnLogKind; }
  // The roles that may write it in `procedure`; none: not in that procedure.
  std::span<const v1::Role> Writers(v1::Procedure procedure) const;
};

// The kind with this number, or nullptr. Safe from every thread.
const Kind* FindKind(uint32_t number);

// Every kind, ascending by number. Safe from every thread.
std::span<const Kind> AllKinds();

}  // namespace sijill::casestate
