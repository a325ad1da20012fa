// SPDX-License-Identifier: Apache-2.0
// Where a rule comes from: every value of a rule set carries it, so a clock,
// a grade or a missing item can name the text it rests on.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/text.h"

namespace sijill::rules {

// Highest first. A lower layer overrides or adds.
enum class Layer { kAgreement, kProtocol, kPractice };

struct Origin {
  Layer layer = Layer::kAgreement;
  std::string rule_set;  // its id
  uint32_t version = 0;
  std::string title;    // of the rule set
  std::string article;  // "7(3)", "protocol 5(1)"; empty for a practice
  std::string source;   // the text or page the value was read in
  std::string note;     // what the officer should know; often empty
  // False if nobody read the value in a text of the parties or on an official
  // page: whoever shows the value says so.
  bool verified = false;

  // "art. 7(3)", "protocol 5(1)", or the title if there is no article.
  std::string Place() const {
    if (article.empty()) return title;
    const bool bare = article.front() >= '0' && article.front() <= '9';
    return bare ? base::StrCat("art. ", article) : article;
  }

  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace sijill::rules
