// SPDX-License-Identifier: Apache-2.0
// A peer that writes what it likes: a shared log of any events, with the proofs
// that go with it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "common/casefile/delivery.h"
#include "common/crypto/p256.h"
#include "common/event/header.h"
#include "common/testing/node_fixture.h"

namespace sijill::testing {

// An event before it is sealed.
struct Draft {
  event::Header header;
  std::vector<event::WirePart> parts;
};

// Not for several threads. A copy goes on as a fork of the log.
class ForgedLog {
 public:
  // Keys and names are those of `node`, which outlives this and need not run.
  explicit ForgedLog(const NodeFixture& node) : node_(&node) {}

  // The next event of its lane as it should be: one part a part of the kind,
  // "<text>/<part>", in format 1.
  Draft DraftOf(const base::StreamName& stream, const base::AgencyName& author,
                std::vector<std::string> audience, uint32_t kind,
                std::string_view text = "text");
  // The endorsement of a key by the node's agency.
  Draft EndorsementOf(const base::AgencyName& agency,
                      const crypto::PublicKey& key);
  // The same for another key event of the agency's key.
  Draft KeyEventOf(uint32_t kind, std::string_view part);

  // Gives the draft its content root, its author's key and seal, and appends
  // it. Returns its index; its lane goes on from it.
  uint64_t Add(const Draft& draft);
  // The same under another key.
  uint64_t AddSealed(Draft draft, const crypto::Signer& signer);
  // Events under one seal, whether they may share it or not.
  void AddUnderOneSeal(const std::vector<Draft>& drafts,
                       const crypto::Signer& signer);
  // Appends any bytes.
  uint64_t AddBytes(std::string signed_header,
                    std::vector<event::WirePart> parts);

  // Endorses the keys of the node and of `agencies`, so that they may seal.
  void Begin(const std::vector<std::string>& agencies);

  // All of [from, size), proved from the log's size `consistent_from`.
  casefile::Delivery From(uint64_t from, uint64_t consistent_from) const;
  uint64_t size() const { return items_.size(); }

 private:
  struct Item {
    std::string signed_header;
    std::vector<event::WirePart> parts;
  };
  using Lane = std::pair<std::string, std::vector<std::string>>;

  static void SetRoot(Draft& draft);
  void Advance(const event::Header& header, const base::Hash& id);
  std::vector<base::Hash> Leaves() const;

  const NodeFixture* node_;
  std::vector<Item> items_;
  std::map<Lane, std::pair<uint64_t, base::Hash>> heads_;
  uint64_t drawn_ = 0;
};

}  // namespace sijill::testing
