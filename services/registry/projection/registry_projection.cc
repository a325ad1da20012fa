// SPDX-License-Identifier: Apache-2.0
#include "services/registry/projection/registry_projection.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/registry/domain/entry.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {
namespace {

bool IsRegistryChange(uint32_t kind, size_t) {
  return kind == v1::EVENT_KIND_REGISTRY_CHANGED;
}

}  // namespace

RegistryProjection::RegistryProjection(const casefile::Casefile& casefile)
    : casefile_(casefile),
      current_(std::make_shared<const decision::Directory>()) {}

std::shared_ptr<const decision::Directory> RegistryProjection::Current() const {
  const auto version = casefile_.RegistryVersion();
  {
    base::MutexLock lock(mu_);
    if (!version.ok() || current_->version == *version) return current_;
  }
  auto folded = Fold();
  base::MutexLock lock(mu_);
  if (folded.ok() && (*folded)->version > current_->version) {
    current_ = *std::move(folded);
  }
  return current_;
}

absl::StatusOr<std::shared_ptr<const decision::Directory>>
RegistryProjection::Fold() const {
  ASSIGN_OR_RETURN(
      const casefile::StreamView view,
      casefile_.Load(base::StreamName::ForRegistry(casefile_.domain()),
                     casefile::Scope::kAll, IsRegistryChange));
  auto directory = std::make_shared<decision::Directory>();
  directory->version = view.registry_version;
  // One author, one audience: one lane, which is in order.
  for (const casefile::HeldEvent& held : view.events) {
    if (held.event.header.kind != v1::EVENT_KIND_REGISTRY_CHANGED) continue;
    v1::RegistryChanged changed;
    if (held.parts.empty() || !held.parts.front() ||
        !changed.ParseFromString(held.parts.front()->bytes)) {
      return absl::DataLossError("a change of the registry cannot be read");
    }
    Apply(changed, *directory);
  }
  return std::shared_ptr<const decision::Directory>(std::move(directory));
}

}  // namespace sijill::registry
