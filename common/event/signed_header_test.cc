// SPDX-License-Identifier: Apache-2.0
#include "common/event/signed_header.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/merkle/tree.h"

namespace sijill::event {
namespace {

std::string HeaderBytes(uint32_t kind, bool with_key) {
  Header header{
      .exchange = "training.example",
      .stream = *base::StreamName::Parse("nodes/alpha.example"),
      .author = *base::AgencyName::Parse("alpha.example/agencies/node"),
      .audience = {"alpha.example"},
      .sequence = 1,
      .kind = kind,
      .recorded_at = 1};
  if (with_key) header.key_id = base::Hash();
  return *EncodeHeader(header);
}

std::vector<base::Hash> Ids(uint32_t count) {
  std::vector<base::Hash> ids;
  for (uint32_t i = 0; i < count; ++i)
    ids.push_back(base::Sha256({base::U32(i)}));
  return ids;
}

TEST(SealTreeTest, EveryPathIsTheRfcsAndLeadsToTheRoot) {
  for (uint32_t n = 1; n <= 70; ++n) {
    const std::vector<base::Hash> ids = Ids(n);
    std::vector<base::Hash> leaves;
    for (const base::Hash& id : ids) {
      leaves.push_back(merkle::LeafHash(id.view()));
    }
    const SealTree tree = SealTreeOf(ids);
    EXPECT_EQ(tree.root, SealRoot(ids));
    for (uint32_t index = 0; index < n; ++index) {
      EXPECT_EQ(tree.paths[index], merkle::PathOf(leaves, index));
      const SignedHeader one{.header = HeaderBytes(1, true),
                             .n = n,
                             .index = index,
                             .path = tree.paths[index]};
      auto parsed = ParseSignedHeader(EncodeSignedHeader(one));
      ASSERT_TRUE(parsed.ok()) << parsed.status() << n << " " << index;
      parsed->id = ids[index];
      EXPECT_EQ(SealRootOf(*parsed), tree.root) << n << " " << index;
    }
  }
}

TEST(SignedHeaderTest, APathHasExactlyItsLength) {
  for (uint32_t n = 1; n <= 20; ++n) {
    const SealTree tree = SealTreeOf(Ids(n));
    for (uint32_t index = 0; index < n; ++index) {
      SignedHeader one{.header = HeaderBytes(1, true),
                       .n = n,
                       .index = index,
                       .path = tree.paths[index]};
      one.path.emplace_back();
      EXPECT_FALSE(ParseSignedHeader(EncodeSignedHeader(one)).ok());
      if (n == 1) continue;
      one.path.resize(tree.paths[index].size() - 1);
      EXPECT_FALSE(ParseSignedHeader(EncodeSignedHeader(one)).ok());
    }
  }
}

TEST(SignedHeaderTest, OnlyOwnLogKindsMayBeUnsealed) {
  const auto own =
      ParseSignedHeader(EncodeUnsealed(HeaderBytes(kFirstOwnLogKind, false)));
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_FALSE(own->sealed());
  EXPECT_FALSE(ParseSignedHeader(EncodeUnsealed(HeaderBytes(1, true))).ok());
  EXPECT_FALSE(
      ParseSignedHeader(EncodeUnsealed(HeaderBytes(kFirstOwnLogKind, true)))
          .ok());
}

TEST(SignedHeaderTest, KeepsTheBytesItWasGiven) {
  const SignedHeader one{.header = HeaderBytes(1, true)};
  const std::string bytes = EncodeSignedHeader(one);
  const auto parsed = ParseSignedHeader(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->header_bytes, one.header);
  EXPECT_EQ(parsed->id, EventId(one.header));
  EXPECT_EQ(parsed->entry, EntryOf(bytes));
}

TEST(SignedHeaderFuzzTest, WhateverParsesEncodesToItself) {
  const unsigned seed = 20261123;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const SealTree tree = SealTreeOf(Ids(6));
  const std::vector<std::string> samples = {
      EncodeSignedHeader({.header = HeaderBytes(1, true)}),
      EncodeSignedHeader({.header = HeaderBytes(1, true),
                          .n = 6,
                          .index = 4,
                          .path = tree.paths[4]}),
      EncodeUnsealed(HeaderBytes(kFirstOwnLogKind, false))};
  int parsed = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string bytes = samples[random() % samples.size()];
    const size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(random());
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    if (random() % 8 == 0) bytes.append(32, '\0');
    const auto event = ParseSignedHeader(bytes);
    if (!event.ok()) continue;
    ++parsed;
    ASSERT_EQ(EncodeSignedHeader({.header = event->header_bytes,
                                  .seal = event->seal,
                                  .n = event->n,
                                  .index = event->index,
                                  .path = event->path}),
              bytes);
    if (event->sealed()) SealRootOf(*event);
  }
  EXPECT_GT(parsed, 1000);
}

}  // namespace
}  // namespace sijill::event
