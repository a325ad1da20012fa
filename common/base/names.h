// SPDX-License-Identifier: Apache-2.0
// The names of the network, each a type that only Parse() can make: whoever
// holds one holds a name of the right shape. FORMAT.md, "Conventions".
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::base {

// 1-253 bytes: labels of [a-z0-9-], none empty, none beginning or ending with
// "-", joined by single dots.
bool IsName(std::string_view text);

// What the name types share. `Self` adds its own Parse().
template <typename Self>
class ParsedName {
 public:
  const std::string& str() const { return text_; }
  friend auto operator<=>(const ParsedName&, const ParsedName&) = default;
  friend bool operator==(const ParsedName&, const ParsedName&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const ParsedName& name) {
    return H::combine(std::move(state), name.text_);
  }

 protected:
  explicit ParsedName(std::string text) : text_(std::move(text)) {}

 private:
  std::string text_;
};

// A trust domain (a State, or an organisation with its own immunities).
class DomainName : public ParsedName<DomainName> {
 public:
  // INVALID_ARGUMENT unless IsName(text).
  static absl::StatusOr<DomainName> Parse(std::string_view text);

 private:
  using ParsedName::ParsedName;
};

// An agency, "<domain>/agencies/<name>": the author of events.
class AgencyName : public ParsedName<AgencyName> {
 public:
  // INVALID_ARGUMENT unless both halves are names.
  static absl::StatusOr<AgencyName> Parse(std::string_view text);
  // The agency `node` of a domain, which writes what machines do.
  static AgencyName Node(const DomainName& domain);

  std::string_view domain() const;
  std::string_view agency() const;

 private:
  using ParsedName::ParsedName;
};

// The 16 bytes that name a case, and their place in a stream name.
using CaseId = FixedBytes<16>;

// A stream: cases/<id>, corridors/<domain>+<domain>, posts/<domain>/<name>,
// nodes/<domain> or registry/<domain>, in exactly one of these shapes. Who may
// write in it is admission's matter.
class StreamName : public ParsedName<StreamName> {
 public:
  enum class Shape { kCase, kCorridor, kPost, kNode, kRegistry };

  // INVALID_ARGUMENT for any other text.
  static absl::StatusOr<StreamName> Parse(std::string_view text);
  static StreamName ForCase(const CaseId& id);
  static StreamName ForNode(const DomainName& domain);
  static StreamName ForRegistry(const DomainName& domain);

  Shape shape() const { return shape_; }
  friend auto operator<=>(const StreamName& a, const StreamName& b) {
    return a.str() <=> b.str();
  }
  friend bool operator==(const StreamName& a, const StreamName& b) {
    return a.str() == b.str();
  }

 private:
  StreamName(std::string text, Shape shape)
      : ParsedName(std::move(text)), shape_(shape) {}
  Shape shape_;
};

}  // namespace sijill::base
