using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Receivables;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// <c>GET /api/customers</c> over 50,000 customers and 100,000 invoices, from a server in this process over loopback, beside the least that
/// it can cost: one statement by hand that reads the same columns, and a <see cref="Utf8JsonWriter"/> that writes them to nowhere. Client and
/// server share the processors and their seconds.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~ListsBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class ListsBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Customers = 50_000;
    private const int Invoices = 100_000;
    private const int Rounds = 7;
    private const double Bar = 2;

    /// <summary>In the order of the answer, with the columns of the customer on each row of theirs.</summary>
    private const string Statement = """
        SELECT c.id, c.code, c.name, c.region, c.department_id, c.remark, c.notes, c.engineer_id, c.created_at, c.updated_at,
            i.id, i.number, i.amount_paise, i.invoice_date, i.paid, i.disputed, i.created_at, i.updated_at,
            b.snapshot_id, b.outstanding_paise, b.bucket, b.invoice_date, b.due_date
        FROM customers c JOIN invoices i ON i.customer_id = c.id JOIN invoice_balances b ON b.invoice_id = i.id
        ORDER BY c.code, i.id
        """;

    [Theory, EachDatabase]
    public async Task Customers_of_the_tracker(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = new TestApp().WithoutContractCheck();
        if (provider == TestProvider.Postgres)
            app.On(database.Options);
        await app.StartAsync();
        await app.UploadAsync(Month(), "Mar-26");
        using var client = await app.AsAsync(TestApp.CountryManager);
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        // What both databases do by themselves before long; a plan without it is a guess.
        await ExecuteAsync(connection, "ANALYZE");
        foreach (var encoding in (string?[])[null, "br"])
        {
            var (floors, answers) = (new List<Cost>(), new List<Cost>());
            for (var i = 0; i <= Rounds; i++)
            {
                floors.Add(await MeasureAsync(() => FloorAsync(connection, encoding)));
                answers.Add(await MeasureAsync(() => AnswerAsync(client, encoding)));
            }

            var (floor, answer) = (Median(floors.Skip(1)), Median(answers.Skip(1)));
            var times = answer.Seconds / floor.Seconds;
            output.WriteLine(
                $"{provider}, {encoding ?? "not compressed"}: {answer}; by hand {floor}; {times:F2} times the seconds, {answer.Processor / floor.Processor:F2} times the processor's"
            );
            Assert.True(times <= Bar, $"{times:F2} times the statement and the writer");
        }
    }

    internal static byte[] Month() =>
        Sheet.Of([
            StagedUploads.ByInvoice,
            .. Enumerable
                .Range(0, Invoices)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"C-{i % Customers:00000}|Shree Ganesh Constructions {i % Customers}|{(i % Customers % 3 == 0 ? "Mumbai" : "Pune")}|SI/25-26/{i:000000}|2025-{1 + (i % 12):00}-02|{1_000 + (i * 7919L % 500_000)}.5|{1_000 + (i * 7919L % 500_000)}.5"
                    )
                ),
        ]);

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> AnswerAsync(HttpClient client, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/customers");
        if (encoding is not null)
            request.Headers.Add("Accept-Encoding", encoding);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        Assert.Equal(encoding is null ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0; )
            length += read;
        return length;
    }

    private static async Task<long> FloorAsync(DbConnection connection, string? encoding)
    {
        await using var nowhere = new CountingStream();
        await using (
            var target = encoding is null ? (Stream)nowhere : new BrotliStream(nowhere, CompressionLevel.Optimal, true)
        )
        await using (var json = new Utf8JsonWriter(target, Options))
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = Statement;
            await using var reader = await command.ExecuteReaderAsync();
            json.WriteStartArray();
            var customer = 0;
            while (await reader.ReadAsync())
            {
                if (reader.GetInt32(0) is var id && id != customer)
                {
                    if (customer != 0)
                        Close(json);
                    Open(json, reader, customer = id);
                }

                WriteInvoice(json, reader, id);
                if (json.BytesPending > 1 << 15)
                    json.Flush();
            }

            Close(json);
            json.WriteEndArray();
        }

        return nowhere.Count;
    }

    private static void Open(Utf8JsonWriter json, DbDataReader reader, int id)
    {
        json.WriteStartObject();
        json.WriteId(Names.MongoId, OutstandingIds.Customer, id);
        json.WriteId(Names.Id, OutstandingIds.Customer, id);
        json.WriteString(Names.Code, reader.GetString(1));
        json.WriteString(Names.Name, reader.GetString(2));
        json.WriteString(Names.Region, reader.GetString(3));
        json.WriteString(Names.Department, reader.GetInt32(4) == 1 ? "Batching Plant" : "Pump");
        json.WriteString(Names.AgePeriod, "31-90");
        json.WriteRupees(Names.Outstanding, new Money(reader.GetInt64(19)));
        json.WriteString(Names.Remark, reader.GetString(5));
        json.WriteString(Names.Notes, reader.GetString(6));
        json.WriteNull(Names.Engineer);
        json.WriteNull(Names.EngineerId);
        json.WriteInstant(Names.CreatedAt, reader.GetDateTime(8));
        json.WriteInstant(Names.UpdatedAt, reader.GetDateTime(9));
        json.WriteStartArray(Names.Invoices);
    }

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInvoice(Utf8JsonWriter json, DbDataReader reader, int customer)
    {
        var id = reader.GetInt32(10);
        json.WriteStartObject();
        json.WriteId(Names.MongoId, OutstandingIds.Invoice, id);
        json.WriteId(Names.Id, OutstandingIds.Invoice, id);
        json.WriteId(Names.CustomerId, OutstandingIds.Customer, customer);
        json.WriteString(Names.Number, reader.GetString(11));
        json.WriteRupees(Names.InvoiceAmount, new Money(reader.GetInt64(12)));
        json.WriteInstant(Names.InvoiceDate, reader.GetFieldValue<DateOnly>(13).ToDateTime(TimeOnly.MinValue));
        json.WriteString(Names.Status, Invoice.StatusOf(reader.GetBoolean(14), reader.GetBoolean(15)));
        json.WriteStartArray(Names.Balances);
        json.WriteStartObject();
        json.WriteId(Names.Id, OutstandingIds.Balance, ((long)id << 24) + reader.GetInt32(18));
        json.WriteId(Names.InvoiceId, OutstandingIds.Invoice, id);
        json.WriteString(Names.Month, "Mar-26");
        json.WriteRupees(Names.Amount, new Money(reader.GetInt64(19)));
        json.WriteString(Names.AgePeriod, "31-90");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteInstant(Names.CreatedAt, reader.GetDateTime(16));
        json.WriteInstant(Names.UpdatedAt, reader.GetDateTime(17));
        json.WriteEndObject();
    }

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = new TrackerFormat().Json.Encoder,
        SkipValidation = true,
    };

    private static class Names
    {
        public static readonly JsonEncodedText MongoId = JsonEncodedText.Encode("_id");
        public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
        public static readonly JsonEncodedText Code = JsonEncodedText.Encode("customerCode");
        public static readonly JsonEncodedText Name = JsonEncodedText.Encode("customerName");
        public static readonly JsonEncodedText Region = JsonEncodedText.Encode("region");
        public static readonly JsonEncodedText Department = JsonEncodedText.Encode("department");
        public static readonly JsonEncodedText AgePeriod = JsonEncodedText.Encode("agePeriod");
        public static readonly JsonEncodedText Outstanding = JsonEncodedText.Encode("outstandingAmount");
        public static readonly JsonEncodedText Remark = JsonEncodedText.Encode("remarks");
        public static readonly JsonEncodedText Notes = JsonEncodedText.Encode("notes");
        public static readonly JsonEncodedText Engineer = JsonEncodedText.Encode("assignedEngineer");
        public static readonly JsonEncodedText EngineerId = JsonEncodedText.Encode("assignedEngineerId");
        public static readonly JsonEncodedText Invoices = JsonEncodedText.Encode("invoices");
        public static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("customerId");
        public static readonly JsonEncodedText Number = JsonEncodedText.Encode("invoiceNumber");
        public static readonly JsonEncodedText InvoiceAmount = JsonEncodedText.Encode("invoiceAmount");
        public static readonly JsonEncodedText InvoiceDate = JsonEncodedText.Encode("invoiceDate");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Balances = JsonEncodedText.Encode("outstandings");
        public static readonly JsonEncodedText InvoiceId = JsonEncodedText.Encode("invoiceId");
        public static readonly JsonEncodedText Month = JsonEncodedText.Encode("month");
        public static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
        public static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("createdAt");
        public static readonly JsonEncodedText UpdatedAt = JsonEncodedText.Encode("updatedAt");
    }

    /// <param name="Peak">Megabytes by which the process grew at most while it ran.</param>
    /// <param name="Allocated">Megabytes that passed through the heap.</param>
    private sealed record Cost(double Seconds, double Processor, double Peak, double Allocated, long Bytes)
    {
        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Bytes / 1e6:F1} MB in {Seconds:F2} s, {Processor:F2} of the processor, {Peak:F0} MB more resident at most, {Allocated:F0} MB allocated"
            );
    }

    private static async Task<Cost> MeasureAsync(Func<Task<long>> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (processor, allocated, before) = (
            Environment.CpuUsage.TotalTime,
            GC.GetTotalAllocatedBytes(),
            Environment.WorkingSet
        );
        using var done = new CancellationTokenSource();
        var peak = PeakAsync(done.Token);
        var start = Stopwatch.GetTimestamp();
        var bytes = await Task.Run(run);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var used = Environment.CpuUsage.TotalTime - processor;
        await done.CancelAsync();
        return new Cost(
            seconds,
            used.TotalSeconds,
            (await peak - before) / 1e6,
            (GC.GetTotalAllocatedBytes() - allocated) / 1e6,
            bytes
        );
    }

    private static async Task<long> PeakAsync(CancellationToken done)
    {
        var peak = 0L;
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.Delay(20, CancellationToken.None);
        }

        return peak;
    }

    private static Cost Median(IEnumerable<Cost> costs) => costs.OrderBy(c => c.Seconds).ElementAt(Rounds / 2);

    /// <summary>Nowhere, but knows how much went there.</summary>
    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;
    }
}
