"""Headings and fixed sentences of the terminal and the pages, in Japanese and English."""

from __future__ import annotations

from matching.vocabulary import Lang

_WORDS = {
    "title": ("参加支援 割当案", "Proposal of placements"),
    "decide": (
        "これは提案です。決めるのは本人と、まわりの人です。",
        "This is a proposal. The person and the people around them decide.",
    ),
    "assigned": ("割当案", "Proposed placements"),
    "unplaced": ("参加先が見つからなかったニーズ", "Needs without a place"),
    "changes": ("小さな変更と、それで参加できる人", "Small changes, and whom they would place"),
    "unused": ("使われていない受入余力", "Margin nobody uses"),
    "pins": ("成り立たなかった固定", "Pins that could not hold"),
    "offer": ("提案", "Proposal"),
    "times": ("{slots}（{day} から）", "{slots}, from {day}"),
    "companion": ("同行: {name}", "accompanied by {name}"),
    "more_questions": ("ほかに確かめること {n} 件", "{n} more to check"),
    "person": ("本人", "Person"),
    "why": ("理由と、先に確かめること", "Why, and what to check first"),
    "standby": ("次の候補", "Standby"),
    "stops": ("近い受入先と、止めているもの", "Near menus, and what stops them"),
    "smallest": ("いちばん小さな変更", "Smallest change"),
    "host": ("受入先", "Host"),
    "slot": ("枠", "Slot"),
    "left": ("空き", "Left"),
    "limit": ("余力を決めている制約", "Limit that sets it"),
    "no_change": (
        "1つの変更では参加できません（資源開発の候補）",
        "No single change is enough (a resource to develop)",
    ),
    "next_consent": (
        "本人の同意が得られたら、候補を考えます",
        "Once the person agrees, options can be looked at",
    ),
    "next_scheme": ("既存の制度につなぎます", "Goes to the existing scheme"),
    "no_menu": (
        "このニーズに応えるメニューが近くにありません",
        "No menu near by answers this need",
    ),
    "more_rows": ("ほか {n} 件（全件は --out の JSON に）", "{n} more (all of them in the JSON of --out)"),
    "more_menus": ("ほか {n} メニュー", "{n} more menus"),
    "together": ("組で参加", "goes together"),
    "pinned": ("固定", "pinned"),
    "current": ("いまの受入先", "current placement"),
    "counts": (
        "{people}人・{needs}ニーズ（うち受入中 {served}）、受入先 {hosts}、メニュー {menus}。"
        "提案 {assigned}、参加先なし {unplaced}。",
        "{people} people with {needs} needs ({served} already placed), {hosts} hosts, {menus} menus. "
        "{assigned} proposed, {unplaced} without a place.",
    ),
    "seconds": (
        "候補 {prepare:.2f} 秒・計算 {select:.2f} 秒・理由 {explain:.2f} 秒・変更の確認 {confirm:.2f} 秒",
        "candidates {prepare:.2f} s, solve {select:.2f} s, reasons {explain:.2f} s, "
        "confirming changes {confirm:.2f} s",
    ),
    "formula": (
        "点数 = 参加 {placed} + 優先（待機1週 {week}、緊急度）+ 合い方 − その人の最良の合い方。"
        "規則 {rules}、{solver}",
        "Points = placed {placed} + priority (waiting {week} a week, urgency) + fit − the person's best fit. "
        "Rules {rules}, {solver}",
    ),
    "gap_title": ("資源ギャップ", "Resource gaps"),
    "gap_summary": (
        "待っているニーズ {waiting}、割当案で参加できる {placed}、参加先なし {unmet}"
        "（うち、先に聞けば開くかもしれない {asks}）。",
        "{waiting} needs wait, {placed} of them have a place in the proposal, {unmet} have none "
        "(asking first may open a place for {asks}).",
    ),
    "gap_hidden": (
        "「－」は、人が特定されないよう示していない数です（市町村の人口による）。",
        "－ stands for a number that is not shown so that nobody can be made out (by population).",
    ),
    "gap_by_stop": ("参加先のないニーズ × 圏域 × 止めているもの", "Unmet needs × district × what stops them"),
    "gap_by_band": (
        "参加先のないニーズ × 圏域 × 来られる時間",
        "Unmet needs × district × when they can come",
    ),
    "gap_by_barrier": (
        "参加先のないニーズ × 圏域 × ひとつだけで妨げているもの",
        "Unmet needs × district × what alone is in the way",
    ),
    "gap_no_district": ("圏域は不明", "district not known"),
    "gap_total": ("合計", "Total"),
    "gap_need": ("ニーズ", "Need"),
    "gap_district": ("圏域", "District"),
    "gap_unused": (
        "もったいない: 使われていない空きと、妨げているもの",
        "Unused places, and what keeps people out",
    ),
    "gap_alone": ("ひとつだけで妨げている人数", "People each thing keeps out alone"),
    "gap_places": ("{host} {when}: {left}人分", "{host}, {when}: {left} places"),
    "gap_prices": ("あと1つ増えると始められる人", "Who could start with one more"),
    "gap_plan": ("限られた日数でつくるなら", "The best set for the budget"),
    "gap_plan_outside": (
        "{budget}人日のうち{effort}人日を使う組です（始められる人数は示しません）",
        "A set that takes {effort} of {budget} days of work (how many people start is not shown)",
    ),
    "gap_prospects": ("ひとつずつつくった場合", "Each development by itself"),
    "gap_prospect_outside": (
        "{what}（{effort}人日。始められる人数は示しません）",
        "{what} ({effort} days of work; how many people start is not shown)",
    ),
    "gap_greedy_title": ("1つずつ選んでいく場合（くらべるため）", "Chosen one by one (to compare)"),
    "gap_greedy": ("{what}: {people}人（{effort}人日）", "{what}: {people} ({effort} days of work)"),
    "gap_combinations": ("持ち寄りでできること", "What could be brought together"),
    "gap_care": ("声をかけたい受入先", "Hosts to look after"),
    "gap_nothing": ("ありません", "None"),
    "kept": ("確かめました。割当案は問題と合っています。", "Checked: the proposal holds."),
    "faults": ("{n} 件、成り立たないところがあります。", "{n} things do not hold."),
    "invalid": (
        "{record} の {field} が使えません。指定された値: {given}。必要なもの: {expected}",
        "{record}: {field} cannot be used. Given: {given}. Expected: {expected}",
    ),
    "imported": (
        "{rows} 行を読み、受入先 {hosts}、メニュー {menus} を作りました"
        "（定員不明 {no_quota}、位置不明 {no_place}）。",
        "Read {rows} rows into {hosts} hosts and {menus} menus "
        "({no_quota} without quota, {no_place} without position).",
    ),
    "row": ("行", "Row"),
    "field": ("項目", "Field"),
    "message": ("内容", "Message"),
    "simulated": (
        "受入先は公開データの実在の事業所（{rows} 行、注意 {faults} 件）、人は合成、空きの申告は模擬です。"
        "実在の事業所の空きではありません。",
        "Hosts are real offices from open data ({rows} rows, {faults} notices); people are synthetic and "
        "stated places are simulated. They are not the real free places of these offices.",
    ),
    "source": ("出典", "Source"),
    "sim_title": (
        "1年の模擬（{weeks} 週、{people} 人、受入先 {hosts}、種 {seeds}）",
        "A simulated year ({weeks} weeks, {people} people, {hosts} hosts, seeds {seeds})",
    ),
    "seed": ("種", "seed"),
    "sim_policy": ("決め方", "Policy"),
    "sim_years": ("年数", "Years"),
    "share_of_hindsight": ("後から見た最適に対して", "Of hindsight"),
    "sim_placed": ("始めた人", "Placed"),
    "waiting_days_median": ("待ち日数 中央値", "Days waited, median"),
    "waiting_days_p90": ("同 90%点", "p90"),
    "connected": ("6か月後もつながる人", "Connected at 6 months"),
    "worst_district_share": ("始めた割合が最も低い圏域", "Worst district placed"),
    "moves": ("移ってもらう人", "Moves asked"),
    "sim_note": (
        "人・受入先・答えはすべて合成です。どの決め方も同じ人・同じ答えに出会います。±は95%信頼区間。",
        "People, hosts and answers are synthetic; every policy meets the same ones. ± is the 95 % interval.",
    ),
    "sim_stopped": (
        "途中で止めました。終わった分だけの結果です。",
        "Stopped early: these are the years that were finished.",
    ),
    "sim_nothing": (
        "終わった年がありません。--people や --weeks を小さくすると早く終わります。",
        "No year was finished. A smaller --people or --weeks takes less time.",
    ),
    "needs_service": (
        "画面には {package} が要ります。pip install 'sanka[service]' で入ります。",
        "The pages need {package}: pip install 'sanka[service]'.",
    ),
    "demo_accounts": (
        "見本の町を {url} で開きました。終わるには Ctrl-C。記録はそのとき消えます。",
        "The demo town is open at {url}. Ctrl-C ends it; its records are then deleted.",
    ),
    "account": ("サインイン名", "Sign-in name"),
    "role": ("役割", "Role"),
    "password_of_all": ("パスワード（すべて同じ）: {password}", "Password of all: {password}"),
    "office_added": ("{name}（{code}）を登録しました。", "Added {name} ({code})."),
    "user_added": ("{name} を登録しました。", "Added {name}."),
    "new_password": ("パスワード（12字以上）", "Password (12 letters or more)"),
    "no_such_office": ("{code} の市区町村は登録されていません。", "No municipality {code}."),
    "chain_holds": (
        "{name}: {rows} 件の記録は途切れず、書きかえられていません。控え: {seq}:{mac}",
        "{name}: {rows} rows, no gap and no change. Anchor: {seq}:{mac}",
    ),
    "chain_broken": ("{name}: 記録が損なわれています。", "{name}: the trail is damaged."),
    "no_stays": (
        "{name}: 1週間以上続いた受入がまだないため、何も学べません。",
        "{name}: no placement has lasted a week yet; there is nothing to learn from.",
    ),
    "trained": (
        "{name}: 受入 {stays} 件から学びました（{hash}）。使うかどうかは自治体の設定で決めます。",
        "{name}: learned from {stays} stays ({hash}). The municipality's settings say whether it is used.",
    ),
    "curve_only": (
        "{name}: 受入 {stays} 件の曲線だけを残しました（{hash}）。",
        "{name}: kept the curve of {stays} stays alone ({hash}).",
    ),
    "why_below_floor": ("件数が下限に届きません。", "Fewer than the floor."),
    "why_few_breaks": ("途切れた受入が少なすぎます。", "Too few breaks."),
    "why_no_help": (
        "モデルは曲線だけより良くなりませんでした。",
        "The model is no better than the curve alone.",
    ),
    "why_unfair": ("集団によって見込みと実際がずれました。", "It was wrong for one group."),
    "brier": (
        "交差検証のBrierスコア: モデル {brier}、曲線だけ {curve}（小さいほど良い）",
        "Cross-validated Brier score: model {brier}, curve alone {curve} (lower is better)",
    ),
    "train_rows": ("週ごとの行を作る", "Laying out weeks"),
    "train_folds": ("交差検証", "Cross-validation"),
    "train_draws": ("区間を求める", "Bands"),
    "one_question": (
        "問題の JSON か、--people と --menus のどちらか一方を指定してください。",
        "Give either a JSON problem, or --people and --menus.",
    ),
    "nation": (
        "合成した {people} 人 × {menus} メニュー（種 {seed}）。実在の人も受入先も入っていません。",
        "{people} synthetic people × {menus} menus (seed {seed}); nobody and no place in it is real.",
    ),
    "nation_built": (
        "作成: 候補 {candidates}、制約 {rows}、使う量 {uses}（{seconds} 秒）",
        "Built: {candidates} candidates, {rows} rows, {uses} uses ({seconds} s)",
    ),
    "nation_priced": (
        "価格づけ: 上限 {bound}、最初の案 {objective}、最適との差は最大 {gap}（{seconds} 秒）",
        "Priced: bound {bound}, first choice {objective}, at most {gap} from the optimum ({seconds} s)",
    ),
    "nation_solved": (
        "{status}: {placed} 人の参加先、合計 {objective} 点、上限 {bound} 点、最適との差は最大 {gap}"
        "（{seconds} 秒）",
        "{status}: {placed} people placed, {objective} points, bound {bound}, at most {gap} from the optimum "
        "({seconds} s)",
    ),
    "nation_verified": (
        "確かめました: 枠も人も重なりなし。価格だけから示せる上限 {bound} 点（差 {gap}、{seconds} 秒）",
        "Checked without a solver: nobody twice, nothing over-full. Bound from the prices alone {bound} "
        "({gap}, {seconds} s)",
    ),
    "lost_parts": (
        "{n} 回、計算役が失われたため、その分はこのプロセスで解きました。",
        "A worker was lost {n} times; its part was solved by this process.",
    ),
    "needs_cluster": (
        "--scheduler には {package} が要ります。pip install 'sanka[cluster]' で入ります。",
        "--scheduler needs {package}: pip install 'sanka[cluster]'.",
    ),
    "scheduler_silent": (
        "スケジューラ {address} につながりません（{reason}）。dask scheduler が動いているか、"
        "アドレス（例 tcp://192.0.2.1:8786）を確かめてください。",
        "No scheduler answers at {address} ({reason}). Check that `dask scheduler` runs there and that the "
        "address is right (such as tcp://192.0.2.1:8786).",
    ),
    "scheduler_alone": (
        "スケジューラ {address} に計算役がいません。dask worker {address} で加えてください。",
        "The scheduler at {address} has no workers. Add one: dask worker {address}",
    ),
    "workers_differ": (
        "計算役 {worker} の {what} がここと違います（ここ {here}、あちら {there}）。同じ版を入れてください。",
        "Worker {worker} has another {what} (here {here}, there {there}). Install the same version.",
    ),
    "bad_anchor": ("控えは 番号:MAC の形で書いてください。", "An anchor is number:MAC."),
    "next": (
        "次に: サービスとして開く  make serve   自分の問題で試す  sanka propose problem.json --out p.json   "
        "確かめ直す  sanka verify problem.json p.json",
        "Next: open it as a service  make serve   your own problem  sanka propose problem.json --out p.json  "
        " check it again  sanka verify problem.json p.json",
    ),
}


def word(key: str, lang: Lang, **values: object) -> str:
    """Give a heading or sentence, with its values filled in."""
    return _WORDS[key][0 if lang == Lang.JA else 1].format(**values)
