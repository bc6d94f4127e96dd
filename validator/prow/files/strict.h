/* strict: reading as checkconfig's warnings unknown-fields and unknown-fields-all do, where a key that is no field is
 * refused (DisallowUnknownFields, fact sheets 1.8.8 and 5.2). Findings are those of the rules of these names, and of
 * inrepo-unknown-field: a repo's own jobs are read strictly while unknown-fields-all is on, and then Prow's words are
 * those of a load error. */
#ifndef PROW_FILES_STRICT_H
#define PROW_FILES_STRICT_H

#include "prow/files/typed.h"

/* Reports every key of the file that the deployed versions refuse when they read strictly, where a rule that reads
 * files of this role so is on; a is memory of the file. The key that Prow names, the first in its order, brings Prow's
 * words. Supplemental files are never read strictly. */
void strict_check(const struct typed_window *t, const struct rule_settings *s, struct findings *out,
                  const struct prow_file *f, struct arena *a);

#endif
