//! Forms that the corpus doesn't have: other languages, other versions, other tools.

use cors_diagnose::{At, Cause, diagnose};
use cors_http::Platform;

#[track_caller]
fn check(text: &str, cause: Cause, at: At) -> cors_diagnose::Diagnosis {
    let diagnosis = diagnose(text, &Platform::BARE);
    assert_eq!(
        (diagnosis.cause(), diagnosis.main.at()),
        (cause, at),
        "{text}\n{diagnosis:#?}"
    );
    diagnosis
}

/// Firefox's reasons in other languages, from its language packs.
#[test]
fn firefox_in_other_languages() {
    const RU: &str = "Запрос из постороннего источника заблокирован: Политика одного источника запрещает чтение удаленного ресурса на https://api.example.com/x.";
    const IT: &str = "Bloccata richiesta multiorigine (cross-origin): il criterio di corrispondenza dell’origine non consente la lettura della risorsa remota da https://api.example.com/x.";
    const FR: &str = "Blocage d’une requête multiorigine (Cross-Origin Request) : la politique « Same Origin » ne permet pas de consulter la ressource distante située sur https://api.example.com/x.";
    const JA: &str = "クロスオリジン要求をブロックしました: 同一生成元ポリシーにより、https://api.example.com/x にあるリモートリソースの読み込みは拒否されます";
    let reasons = [
        (
            Cause::CorsDisabled,
            At::None,
            [
                "CORS отключён)",
                "CORS disattivato",
                "CORS désactivé",
                "CORS が無効)",
            ],
            "",
        ),
        (
            Cause::Network,
            At::None,
            [
                "не удалось выполнить запрос CORS). Код состояния: ",
                "richiesta CORS non riuscita. Codice di stato: ",
                "échec de la requête CORS. Code d’état : ",
                "CORS 要求が成功しなかった)。ステータスコード: ",
            ],
            "(null)",
        ),
        (
            Cause::OriginNotAdded,
            At::None,
            [
                "Не удалось добавить CORS-заголовок «Origin»)",
                "impossibile aggiungere l’header CORS “origin”",
                "l’en-tête CORS « Origin » ne peut pas être ajouté",
                "CORS ヘッダー ‘Origin’ を追加できなかった)",
            ],
            "",
        ),
        (
            Cause::PreflightRedirect,
            At::Preflight,
            [
                "Внешнее перенаправление запроса CORS не разрешено)",
                "redirect non consentito per richiesta CORS esterna",
                "la redirection externe de requêtes CORS n’est pas autorisée",
                "CORS 要求の外部リダイレクトは許可されない)",
            ],
            "",
        ),
        (
            Cause::SchemeNotSupported,
            At::None,
            [
                "запрос CORS выполнен не по http)",
                "richiesta CORS non http",
                "la requête CORS n’utilise pas HTTP",
                "CORS 要求が http でない)",
            ],
            "",
        ),
        (
            Cause::AllowOriginMissing,
            At::Unknown,
            [
                "отсутствует заголовок CORS «Access-Control-Allow-Origin»). Код состояния: ",
                "header CORS “Access-Control-Allow-Origin” mancante. Codice di stato: ",
                "l’en-tête CORS « Access-Control-Allow-Origin » est manquant. Code d’état : ",
                "CORS ヘッダー ‘Access-Control-Allow-Origin’ が足りない)。ステータスコード: ",
            ],
            "500",
        ),
        (
            Cause::AllowOriginMultiple,
            At::Unknown,
            [
                "несколько заголовков CORS «Access-Control-Allow-Origin» не разрешены)",
                "header CORS “Access-Control-Allow-Origin” multipli non consentiti",
                "le recours à plusieurs en-têtes CORS « Access-Control-Allow-Origin » n’est pas autorisé",
                "複数の CORS ヘッダー ‘Access-Control-Allow-Origin’ は許可されない)",
            ],
            "",
        ),
        (
            Cause::AllowOriginMismatch,
            At::Unknown,
            [
                "заголовок CORS «Access-Control-Allow-Origin» не совпадает с «https://b.example»)",
                "header CORS “Access-Control-Allow-Origin” non corrisponde a “https://b.example”",
                "l’en-tête CORS « Access-Control-Allow-Origin » ne correspond pas à « https://b.example »",
                "CORS ヘッダー ‘Access-Control-Allow-Origin’ が ‘https://b.example’ と異なる)",
            ],
            "",
        ),
        (
            Cause::WildcardWithCredentials,
            At::Unknown,
            [
                "Учётные данные не поддерживаются, если заголовок CORS «Access-Control-Allow-Origin» установлен в «*»)",
                "le credenziali non sono supportate se l’header CORS “Access-Control-Allow-Origin” è “*”",
                "l’identification n’est pas prise en charge si la valeur de l’en-tête CORS « Access-Control-Allow-Origin » est « * »",
                "CORS ヘッダー ‘Access-Control-Allow-Origin’ が ‘*’ である場合、認証情報はサポートされない)",
            ],
            "",
        ),
        (
            Cause::MethodNotAllowed,
            At::Preflight,
            [
                "Не найден метод в заголовке CORS «Access-Control-Allow-Methods»)",
                "metodo “Access-Control-Allow-Methods” non trovato in header CORS",
                "méthode manquante dans l’en-tête « Access-Control-Allow-Methods »",
                "CORS ヘッダー ‘Access-Control-Allow-Methods’ にメソッドが見つからない)",
            ],
            "",
        ),
        (
            Cause::CredentialsNotTrue,
            At::Unknown,
            [
                "в заголовке CORS «Access-Control-Allow-Credentials» ожидалось «true»)",
                "previsto “true” in header CORS “Access-Control-Allow-Credentials”",
                "« true » attendu dans l’en-tête CORS « Access-Control-Allow-Credentials »",
                "CORS ヘッダー ‘Access-Control-Allow-Credentials’ は ‘true’ であるべき)",
            ],
            "",
        ),
        (
            Cause::PreflightStatus,
            At::Preflight,
            [
                "неудача ответа CORS preflight). Код состояния: ",
                "risposta CORS preliminare (“preflight”) non riuscita. Codice di stato: ",
                "échec de la réponse de pré-vérification des requêtes CORS. Code d’état : ",
                "CORS プリフライト応答が継承されていない)。ステータスコード: ",
            ],
            "403",
        ),
        (
            Cause::MethodsUnparsable,
            At::Preflight,
            [
                "некорректный токен «GET POST» в заголовке CORS «Access-Control-Allow-Methods»)",
                "token “GET POST” non valido in header CORS “Access-Control-Allow-Methods”",
                "jeton « GET POST » invalide dans l’en-tête CORS « Access-Control-Allow-Methods »",
                "CORS ヘッダー ‘Access-Control-Allow-Methods’ に不正なトークン ‘GET POST’ が含まれる)",
            ],
            "",
        ),
        (
            Cause::HeadersUnparsable,
            At::Preflight,
            [
                "некорректный токен «a b» в заголовке CORS «Access-Control-Allow-Headers»)",
                "token “a b” non valido in header CORS “Access-Control-Allow-Headers”",
                "jeton « a b » invalide dans l’en-tête CORS « Access-Control-Allow-Headers »",
                "CORS ヘッダー ‘Access-Control-Allow-Headers’ に不正なトークン ‘a b’ が含まれる)",
            ],
            "",
        ),
        (
            Cause::HeaderNotAllowed,
            At::Preflight,
            [
                "заголовок «x-token» не разрешён согласно заголовку «Access-Control-Allow-Headers» из ответа CORS preflight)",
                "l’header “x-token” non è consentito a causa dell’header “Access-Control-Allow-Headers” nella risposta CORS preliminare (“preflight”)",
                "l’en-tête « x-token » n’est pas autorisé d’après l’en-tête « Access-Control-Allow-Headers » de la réponse de pré-vérification des requêtes CORS",
                "CORS プリフライトチャンネルからの CORS ヘッダー ‘Access-Control-Allow-Headers’ にトークン ‘x-token’ が足りない)",
            ],
            "",
        ),
    ];
    for (cause, at, words, status) in reasons {
        let [ru, it, fr, ja] = words;
        for line in [
            format!("{RU} (Причина: {ru}{status}."),
            format!("{IT} Motivo: {it}{status}."),
            format!("{FR} Raison : {fr}{status}."),
            format!("{JA} (理由: {ja}{status}。"),
        ] {
            let diagnosis = check(&line, cause, at);
            assert_eq!(
                diagnosis.main.url.as_deref(),
                Some("https://api.example.com/x"),
                "{line}"
            );
            assert_eq!(
                diagnosis.main.engine,
                Some(cors_fetch::Profile::Firefox),
                "{line}"
            );
            assert_eq!(
                diagnosis
                    .main
                    .status
                    .map(|status| status.to_string())
                    .unwrap_or_default(),
                status.replace("(null)", ""),
                "{line}"
            );
        }
    }
}

#[test]
fn chromium_issue_objects() {
    let issue = |code: &str, parameter: &str| {
        format!(
            r#"{{"method":"Audits.issueAdded","params":{{"issue":{{"code":"CorsIssue","details":{{"corsIssueDetails":{{"corsErrorStatus":{{"corsError":"{code}","failedParameter":"{parameter}"}},"isWarning":false,"request":{{"requestId":"1.2","url":"https://api.example.com/x"}},"initiatorOrigin":"https://app.example.com"}}}}}}}}}}"#
        )
    };
    let diagnosis = check(
        &issue("PreflightMissingAllowOriginHeader", ""),
        Cause::AllowOriginMissing,
        At::Preflight,
    );
    assert_eq!(
        diagnosis.main.page_origin.as_deref(),
        Some("https://app.example.com")
    );
    assert_eq!(
        diagnosis.main.url.as_deref(),
        Some("https://api.example.com/x")
    );
    let diagnosis = check(
        &issue("HeaderDisallowedByPreflightResponse", "x-a"),
        Cause::HeaderNotAllowed,
        At::Preflight,
    );
    assert_eq!(diagnosis.main.request_headers, ["x-a"]);
    let diagnosis = check(
        &issue("MethodDisallowedByPreflightResponse", "PUT"),
        Cause::MethodNotAllowed,
        At::Preflight,
    );
    assert_eq!(diagnosis.main.method.as_deref(), Some("PUT"));
    let diagnosis = check(
        &issue("AllowOriginMismatch", "https://b.example"),
        Cause::AllowOriginMismatch,
        At::Actual,
    );
    assert_eq!(diagnosis.main.seen.as_deref(), Some("https://b.example"));
    let diagnosis = check(&issue("SomethingNew", ""), Cause::CannotTell, At::Unknown);
    assert!(
        diagnosis
            .main
            .causes
            .first()
            .unwrap()
            .facts
            .iter()
            .any(|fact| fact.contains("`SomethingNew`"))
    );
}

#[test]
fn older_lines() {
    check(
        "Failed to load https://a.example/x: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'http://localhost:3000' is therefore not allowed access. The response had HTTP status code 404.",
        Cause::AllowOriginMissing,
        At::Preflight,
    );
    check(
        "Font from origin 'https://cdn.example.com' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
        Cause::AllowOriginMissing,
        At::Actual,
    );
    check(
        "XMLHttpRequest cannot load https://a.example/x. Response for preflight is invalid (redirect)",
        Cause::PreflightRedirect,
        At::Preflight,
    );
    check(
        "XMLHttpRequest cannot load https://a.example/x. Request header field X-Token is not allowed by Access-Control-Allow-Headers in preflight response.",
        Cause::HeaderNotAllowed,
        At::Preflight,
    );
    check(
        "Access to XMLHttpRequest at 'localhost:5000/api' from origin 'http://localhost:3000' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http, data, chrome, chrome-extension, https.",
        Cause::SchemeNotSupported,
        At::None,
    );
    check(
        "Access to fetch at 'https://a.example/' from origin 'https://b.example' has been blocked by CORS policy: The request client is not a secure context and the resource is in more-private address space `local`.",
        Cause::LocalNetwork,
        At::None,
    );
    check(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS preflight channel did not succeed).",
        Cause::PreflightStatus,
        At::Preflight,
    );
    check(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS request failed).",
        Cause::Network,
        At::None,
    );
}

#[test]
fn commands_of_other_tools() {
    let powershell = r#"$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
$session.Cookies.Add((New-Object System.Net.Cookie("sid", "FAKE-SESSION", "/", "api.example.com")))
Invoke-WebRequest -UseBasicParsing -Uri "https://api.example.com/v1/cart" `
-Method "POST" `
-WebSession $session `
-Headers @{
"Accept"="*/*"
  "Origin"="https://app.example.com"
  "X-CSRF-Token"="FAKE-CSRF"
} `
-ContentType "application/json" `
-Body "{`"sku`":`"A-1`"}""#;
    let diagnosis = check(powershell, Cause::RequestOnly, At::None);
    let request = diagnosis.main.request.unwrap();
    assert_eq!(request.method.as_deref(), Some("POST"));
    assert_eq!(
        request.page_origin.as_deref(),
        Some("https://app.example.com")
    );
    assert_eq!(
        request.credentials,
        Some(cors_fetch::CredentialsMode::Include)
    );
    let names: Vec<&str> = request
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["x-csrf-token", "content-type"]);
    assert_eq!(diagnosis.main.preflight, Some(true));

    let wget = "$ wget -S --header='Origin: https://app.example.com' -O- https://api.example.com/v1\n--2026-11-28 10:00:00--  https://api.example.com/v1\nResolving api.example.com... 203.0.113.1\nHTTP request sent, awaiting response... \n  HTTP/1.1 200 OK\n  Content-Type: application/json\n  Access-Control-Allow-Origin: https://www.example.com\nLength: 2 [application/json]\n";
    let diagnosis = check(wget, Cause::AllowOriginMismatch, At::Actual);
    assert_eq!(
        diagnosis.main.url.as_deref(),
        Some("https://api.example.com/v1")
    );
    let verbose = "$ curl -v -H 'Origin: https://app.example.com' https://api.example.com/v1\n*   Trying 203.0.113.1:443...\n* Connected to api.example.com\n> GET /v1 HTTP/1.1\n> Host: api.example.com\n> User-Agent: curl/7.88.1\n> Origin: https://app.example.com\n>\n< HTTP/1.1 500 Internal Server Error\n< Content-Type: text/plain\n<\n{ [5 bytes data]\noops\n* Connection #0 to host api.example.com left intact\n";
    let diagnosis = check(verbose, Cause::AllowOriginMissing, At::Actual);
    assert_eq!(diagnosis.main.status, Some(500));
}
