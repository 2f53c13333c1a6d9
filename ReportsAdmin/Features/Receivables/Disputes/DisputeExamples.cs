namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Examples for the API document.</summary>
internal static class DisputeExamples
{
    private const string One =
        """{"id":"646973700000000000000005","invoiceId":"696e766f0000000000000009","invoiceNumber":"SI/24-25/001","customerId":"637573740000000000000001","customerCode":"000123","customerName":"Shree Ganesh Constructions","region":"mumbai","reason":"Quantity","ownerId":"757365720000000000000004","ownerName":"Ravi Patil","amount":50000,"isWhole":false,"owed":150000.25,"state":"open","openedAt":"2026-05-12T05:00:00Z","openedBy":"Asha Rao","answerBy":"2026-05-26","daysLeft":11,"daysOpen":3,"outcome":null,"accepted":null,"closedAt":null,"closedBy":null,"messages":1,"files":1,"revision":0,"mayAct":true}""";

    private const string Ended =
        """{"id":"646973700000000000000005","invoiceId":"696e766f0000000000000009","invoiceNumber":"SI/24-25/001","customerId":"637573740000000000000001","customerCode":"000123","customerName":"Shree Ganesh Constructions","region":"mumbai","reason":"Quantity","ownerId":"757365720000000000000004","ownerName":"Ravi Patil","amount":50000,"isWhole":false,"owed":150000.25,"state":"settled","openedAt":"2026-05-12T05:00:00Z","openedBy":"Asha Rao","answerBy":"2026-05-26","daysLeft":null,"daysOpen":3,"outcome":"acceptedInPart","accepted":25000,"closedAt":"2026-05-15T06:00:00Z","closedBy":"Ravi Patil","messages":1,"files":1,"revision":1,"mayAct":true}""";

    private const string Lines =
        """[{"id":"64736d670000000000000007","at":"2026-05-12T05:00:00Z","by":"Asha Rao","kind":"opened","text":"Quantity, ₹50,000.00, answer by 26 May 2026"},{"id":"64736d670000000000000008","at":"2026-05-12T05:00:00Z","by":"Asha Rao","kind":"said","text":"They received 40 of 60 bags."}]""";

    private const string Kept =
        """{"id":"6473666c0000000000000002","fileName":"delivery-note.pdf","size":48213,"at":"2026-05-12T05:01:00Z","by":"Asha Rao"}""";

    public const string List =
        $$$"""{"success":true,"data":{"disputes":[{{{One}}}],"amount":50000,"overdue":0},"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}""";

    public const string Details =
        $$$"""{"success":true,"data":{"dispute":{{{One}}},"conversation":{{{Lines}}},"attachments":[{{{Kept}}}]}}""";

    public const string Settled =
        $$$"""{"success":true,"data":{"dispute":{{{Ended}}},"conversation":{{{Lines}}},"attachments":[{{{Kept}}}]}}""";

    public const string File = $$$"""{"success":true,"data":{{{Kept}}}}""";

    public const string Message = """{"success":true,"data":{"id":"64736d670000000000000009"}}""";

    public const string Open =
        """{"invoiceId":"696e766f0000000000000009","reason":"Quantity","ownerId":"757365720000000000000004","amount":50000,"message":"They received 40 of 60 bags."}""";

    public const string Change =
        """{"reason":"Quantity","ownerId":"757365720000000000000004","amount":null,"answerBy":"2026-06-02","revision":0}""";
}
