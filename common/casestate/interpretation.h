// SPDX-License-Identifier: Apache-2.0
// An event with its parts read, or the finding that this node cannot read it.
#pragma once

#include <memory>
#include <vector>

#include "common/casestate/history.h"
#include "common/casestate/kinds.h"
#include "google/protobuf/message.h"

namespace sijill::casestate {

// An event, read. Refers to the FoldEvent it was made from, which must outlive
// it.
class InterpretedEvent {
 public:
  explicit InterpretedEvent(const FoldEvent& event);

  const FoldEvent& event() const { return *event_; }
  // The kind, or nullptr if this node does not know it.
  const Kind* kind() const { return kind_; }
  // False for a newer format, an unknown kind, another number of parts than
  // the kind has, or a decisive part that is withheld, does not parse or has
  // an unknown field or enum value. Decisive are the first part and every
  // outward one: those that every domain of the audience holds, so that all
  // agree. Such an event is kept and passed over.
  bool understood() const { return understood_; }

  // The part of this type. Default if it is absent, if the kind has none, or if
  // it is not decisive and withheld or unreadable.
  template <typename T>
  const T& part() const {
    const google::protobuf::Message* found = Find(T::descriptor());
    return found == nullptr ? T::default_instance()
                            : static_cast<const T&>(*found);
  }
  // The part of this type is held.
  template <typename T>
  bool holds() const {
    return Find(T::descriptor()) != nullptr;
  }

 private:
  const google::protobuf::Message* Find(
      const google::protobuf::Descriptor* type) const;
  bool Read();

  const FoldEvent* event_;
  const Kind* kind_;
  // As the kind's parts; nothing for one that is withheld or unreadable.
  std::vector<std::unique_ptr<google::protobuf::Message>> parts_;
  bool understood_ = false;
};

// True if `message`, at any depth, has a field or an enum value that this
// program does not know.
bool HasUnknown(const google::protobuf::Message& message);

}  // namespace sijill::casestate
