// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/own_side.h"

#include <string>

namespace sijill::readmission {

void CheckOwnSideFile(std::string_view external_reference,
                      std::string_view note, form::Problems& problems) {
  form::CheckText(external_reference, {}, "external_reference", problems);
  form::CheckText(note, {.most = 2000}, "note", problems);
}

v1::OwnSideFile OwnSideFileOf(std::string_view external_reference,
                              std::string_view note) {
  v1::OwnSideFile file;
  file.set_external_reference(std::string(external_reference));
  file.set_note(std::string(note));
  return file;
}

}  // namespace sijill::readmission
