"""The 29 columns of the WAM NET open data: our name for each and the title in the file."""

from __future__ import annotations

TITLES = {
    "municipality_code": "都道府県コード又は市区町村コード",
    "number": "NO（※システム内の固有の番号、連番）",
    "authority": "指定機関名",
    "corporation": "法人の名称",
    "corporation_kana": "法人の名称_かな",
    "corporate_number": "法人番号",
    "corporation_municipality": "法人住所（市区町村）",
    "corporation_street": "法人住所（番地以降）",
    "corporation_phone": "法人電話番号",
    "corporation_fax": "法人FAX番号",
    "corporation_url": "法人URL",
    "service": "サービス種別",
    "name": "事業所の名称",
    "kana": "事業所の名称_かな",
    "office_number": "事業所番号",
    "municipality": "事業所住所（市区町村）",
    "street": "事業所住所（番地以降）",
    "phone": "事業所電話番号",
    "fax": "事業所FAX番号",
    "url": "事業所URL",
    "lat": "事業所緯度",
    "lng": "事業所経度",
    "open_weekdays": "利用可能な時間帯（平日）",
    "open_saturday": "利用可能な時間帯（土曜）",
    "open_sunday": "利用可能な時間帯（日曜）",
    "open_holidays": "利用可能な時間帯（祝日）",
    "closed_days": "定休日",
    "remarks": "利用可能曜日特記事項（留意事項）",
    "quota": "定員",
}
"""Title of each field, in the order of the file."""
