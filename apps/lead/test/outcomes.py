"""Writes outcomes.json: what scikit-learn makes of the data sets that trained models are held against.

python3 -m venv v && v/bin/pip install scikit-learn==1.9.1
v/bin/python apps/lead/test/outcomes.py ../shared/data > apps/lead/test/outcomes.json

Leads are dealt to five folds as `dealFolds` does: those of either outcome in the order of SHA-256 of `leadstream:<id>`, in turn; the first fold is held
back. For `folds` ids begin with the number of another dealing, so that the mean over several can be told. `plain`: numbers standardised, the median
where there is none, words one-hot, C = 1; `chosen`: the same with C chosen by log loss over four folds of the rest.
`fit`: weights of a small regression with C = 1 / 3, for comparison digit by digit.
"""
import csv, hashlib, json, sys, warnings
import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings('ignore')
DEALINGS = 3

LEADS = {
    'file': '02_xeducation_leads/leads_2000.csv', 'outcome': ('Converted', '1'), 'missing': ['', 'Select'],
    'numbers': ['TotalVisits', 'Total Time Spent on Website', 'Page Views Per Visit', 'Asymmetrique Activity Score', 'Asymmetrique Profile Score'],
    'never': ['Prospect ID', 'Lead Number', ''],
}
LEADS_LEAK = ['Tags', 'Lead Quality', 'Lead Profile', 'Last Activity', 'Last Notable Activity', 'Asymmetrique Activity Index',
              'Asymmetrique Profile Index', 'Asymmetrique Activity Score', 'Asymmetrique Profile Score']
BANK = {
    'file': '04_uci_bank_marketing/bank_5000.csv', 'outcome': ('y', 'yes'), 'missing': ['unknown'],
    'numbers': ['age', 'balance', 'day', 'duration', 'campaign', 'pdays', 'previous'], 'never': ['Cust_num'],
}
CASES = {
    'leads': {**LEADS, 'without': LEADS_LEAK}, 'leadsWithLeaks': {**LEADS, 'without': []},
    'bank': {**BANK, 'without': ['duration']}, 'bankWithLeaks': {**BANK, 'without': []},
}

def read(case):
    with open('%s/%s' % (sys.argv[1], case['file']), encoding='utf-8-sig', newline='') as file: rows = list(csv.DictReader(file))
    column, won = case['outcome']
    y = np.array([int(row[column] == won) for row in rows])
    names = [name for name in rows[0] if name != column and name not in case['never'] + case['without']]
    numbers = [name for name in names if name in case['numbers']]
    words = [name for name in names if name not in numbers]
    cell = lambda row, name: None if row[name] in case['missing'] else row[name]
    x = np.array([[float(cell(r, n)) if cell(r, n) is not None else np.nan for n in numbers] + [cell(r, n) or 'missing' for n in words] for r in rows], dtype=object)
    return x, y, len(numbers), len(words)

def folds(y, dealing):
    ids = ['%d-%d' % (dealing, row) for row in range(len(y))]
    dealt = np.zeros(len(y), dtype=int)
    for outcome in (0, 1):
        same = sorted((hashlib.sha256(('leadstream:' + ids[row]).encode()).hexdigest(), row) for row in range(len(y)) if y[row] == outcome)
        for place, (_, row) in enumerate(same): dealt[row] = place % 5
    return dealt

def models(numbers, words):
    encode = lambda: ColumnTransformer([
        ('numbers', make_pipeline(SimpleImputer(strategy='median'), StandardScaler()), list(range(numbers))),
        ('words', OneHotEncoder(handle_unknown='ignore'), list(range(numbers, numbers + words)))])
    plain = make_pipeline(encode(), LogisticRegression(C=1, solver='newton-cholesky'))
    split = StratifiedKFold(4, shuffle=True, random_state=0)
    grid = {'logisticregression__C': [.001, .003, .01, .03, .1, .3, 1, 3]}
    return {'plain': plain, 'chosen': GridSearchCV(make_pipeline(encode(), LogisticRegression(solver='newton-cholesky')), grid, scoring='neg_log_loss', cv=split)}

def figures(case):
    x, y, numbers, words = read(case)
    found = {'plain': [], 'chosen': []}
    for dealing in range(DEALINGS):
        held = folds(y, dealing) == 0
        for name, model in models(numbers, words).items():
            said = model.fit(x[~held], y[~held]).predict_proba(x[held])[:, 1]
            found[name].append((roc_auc_score(y[held], said), log_loss(y[held], said)))
    shown = {name: {'auc': [round(auc, 6) for auc, _ in all], 'logLoss': [round(loss, 6) for _, loss in all]} for name, all in found.items()}
    return {'leads': len(y), 'won': int(y.sum()), **shown}

def fit():
    x, y, _, _ = read({**CASES['bank'], 'numbers': ['age', 'balance', 'campaign', 'day'], 'without': ['duration', 'pdays', 'previous', 'job', 'marital',
        'education', 'default', 'housing', 'loan', 'contact', 'month', 'poutcome']})
    x = StandardScaler().fit_transform(x.astype(float))
    model = LogisticRegression(C=1 / 3, max_iter=10_000, tol=1e-12, solver='newton-cholesky').fit(x, y)
    return {'columns': ['age', 'balance', 'day', 'campaign'], 'weights': list(model.coef_[0]), 'intercept': float(model.intercept_[0])}

import sklearn
print(json.dumps({'scikit-learn': sklearn.__version__, 'cases': {name: figures(case) for name, case in CASES.items()}, 'fit': fit()}, indent=1))
