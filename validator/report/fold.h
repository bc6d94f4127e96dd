/* fold: findings that say the same of many places, told once. */
#ifndef REPORT_FOLD_H
#define REPORT_FOLD_H

#include "rule/finding.h"

/* Whether two findings of one rule in one file differ in hardly a word: a name, and perhaps a number. */
bool findings_alike(const struct finding *a, const struct finding *b);

/* For the n findings in the order in which they are printed: folded[i] is 0 for one that is not shown because it is like an
 * earlier one, else one more than the number of those that are like it and not shown. Few alike are all shown. In the
 * arena. */
size_t *findings_fold(struct arena *a, const struct finding *const *list, size_t n);

#endif
