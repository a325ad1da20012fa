// SPDX-License-Identifier: Apache-2.0
// FORMAT.md's worked example, read from the page and computed again.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/casefile/seal.h"
#include "common/event/content.h"
#include "common/event/derived.h"
#include "common/event/header.h"
#include "common/event/signed_header.h"
#include "common/merkle/tree.h"
#include "common/testing/rfc6979_signer.h"

namespace sijill::conformance {
namespace {

// The values between the fences of kind `example`: "name: value", where
// indented lines continue the value above them.
std::map<std::string, std::string> ReadExample() {
  std::ifstream page("FORMAT.md");
  std::map<std::string, std::string> values;
  std::string* value = nullptr;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = line == "```example";
    } else if (inside && line.starts_with("  ") && value != nullptr) {
      value->append(line.substr(2));
    } else if (inside) {
      const size_t colon = line.find(':');
      value = &values[line.substr(0, colon)];
      *value = line.substr(std::min(line.size(), colon + 2));
    }
  }
  return values;
}

class FormatPageTest : public ::testing::Test {
 protected:
  std::string Text(const std::string& name) {
    used_.insert(name);
    return values_.at(name);
  }
  std::string Bytes(const std::string& name) {
    return base::FromHex(Text(name)).value();
  }
  base::Hash Hash(const std::string& name) {
    return base::Hash::From(Bytes(name)).value();
  }
  uint64_t Number(const std::string& name) {
    return base::ParseDecimal(Text(name)).value();
  }

  base::Hash ExpectContentRoot() {
    std::vector<base::Hash> commitments;
    for (int i = 1; i <= 3; ++i) {
      const std::string part = base::StrCat("part ", i, " ");
      commitments.push_back(event::Commitment(
          event::Part{Hash(part + "salt"), Bytes(part + "bytes")}));
      EXPECT_EQ(commitments.back(), Hash(part + "commitment"));
    }
    const base::Hash root = event::ContentRoot(commitments);
    EXPECT_EQ(root, Hash("content root"));
    return root;
  }

  event::Header HeaderOnThePage() {
    event::Header header{.format = static_cast<uint32_t>(Number("format")),
                         .exchange = Text("exchange"),
                         .stream = *base::StreamName::Parse(Text("stream")),
                         .author = *base::AgencyName::Parse(Text("author")),
                         .key_id = Hash("key id"),
                         .sequence = Number("sequence"),
                         .random = Hash("random"),
                         .kind = static_cast<uint32_t>(Number("kind")),
                         .recorded_at = Number("recorded at"),
                         .content_root = ExpectContentRoot()};
    const std::string audience = Text("audience");
    for (const std::string_view domain : base::Split(audience, ' ')) {
      header.audience.emplace_back(domain);
    }
    return header;
  }

  void ExpectSealed(const std::string& header_bytes,
                    const crypto::Signer& signer) {
    const base::Hash id = event::EventId(header_bytes);
    EXPECT_EQ(id, Hash("event id"));
    const base::Hash root = event::SealRoot({&id, 1});
    EXPECT_EQ(root, Hash("seal root"));
    EXPECT_EQ(base::Hex(event::SealMessage(Text("exchange"), Hash("key id"), 1,
                                           root)),
              Text("seal message"));
    const auto sealed = casefile::SealEvent(header_bytes, signer);
    ASSERT_TRUE(sealed.ok()) << sealed.status();
    EXPECT_EQ(base::Hex(*sealed), Text("signed header"));
    const auto parsed = event::ParseSignedHeader(*sealed);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->seal.hex(), Text("seal"));
    EXPECT_EQ(parsed->entry, Hash("entry"));
    EXPECT_EQ(merkle::LeafHash(parsed->entry.view()), Hash("leaf"));
  }

  const std::map<std::string, std::string> values_ = ReadExample();
  std::set<std::string> used_;
};

TEST_F(FormatPageTest, TheWorkedExampleIsWhatTheCodeComputes) {
  const sijill::testing::Rfc6979Signer signer(Bytes("private key"));
  EXPECT_EQ(signer.public_key().spki(), Bytes("public key"));
  EXPECT_EQ(signer.public_key().id(), Hash("key id"));

  const event::Header header = HeaderOnThePage();
  const base::CaseId case_id =
      event::CaseIdOf(header.exchange, header.author, header.random);
  EXPECT_EQ(case_id.hex(), Text("case id"));
  EXPECT_TRUE(event::CheckOpening(header).ok());

  const auto bytes = event::EncodeHeader(header);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(base::Hex(*bytes), Text("header"));
  ExpectSealed(*bytes, signer);
  for (const auto& [name, value] : values_) {
    EXPECT_TRUE(used_.contains(name)) << name << " stands there unchecked";
  }
}

}  // namespace
}  // namespace sijill::conformance
