using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ReportsAdmin.Platform.Data.Postgres;

/// <summary>
/// COPY in PostgreSQL's binary format, written here. The driver's own importer makes a parameter of every value, which costs
/// more than all else that happens to a row on its way.
/// </summary>
internal sealed class PostgresBulkImporter : IBulkImporter
{
    public async Task<long> WriteAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<IBulkRow, bool> next,
        CancellationToken ct
    )
    {
        ReadOnlyWork.Refuse();
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            var copy = await connection.BeginRawBinaryCopyAsync(
                $"COPY {table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)",
                ct
            );
            long written;
            try
            {
                written = Copy(copy, columns.Count, next, ct);
            }
            catch
            {
                await AbandonAsync(copy);
                throw;
            }

            // Closing it ends the COPY well; what the server refuses of the rows is thrown here.
            await copy.DisposeAsync();
            return written;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task AbandonAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
        {
            // The connection is gone. The caller learns of the error that came first.
        }
    }

    private static long Copy(Stream copy, int columns, Func<IBulkRow, bool> next, CancellationToken ct)
    {
        var row = new CopyRow(copy, columns);
        long written = 0;
        while (next(row))
        {
            row.End();
            if ((++written & 1023) == 0)
                ct.ThrowIfCancellationRequested();
        }

        row.Complete();
        return written;
    }

    /// <summary>Puts values into a buffer as the server's types send them (its manual, "COPY", "Binary Format"); it blocks only while a full buffer is sent.</summary>
    private sealed class CopyRow : IBulkRow
    {
        private const int LargestFixed = sizeof(int) + sizeof(long);

        private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        private static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

        private readonly Stream copy;
        private readonly short columns;
        private readonly byte[] buffer = new byte[64 * 1024];
        private int used;
        private int at;

        public CopyRow(Stream copy, int columns)
        {
            (this.copy, this.columns) = (copy, (short)columns);
            ReadOnlySpan<byte> signature = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0];
            signature.CopyTo(buffer);
            used = signature.Length;
            // Neither flags nor an extension of the header.
            Put(0);
            Put(0);
        }

        public void WriteNull()
        {
            Next(sizeof(int));
            Put(-1);
        }

        public void Write(string? value)
        {
            if (value is null)
            {
                WriteNull();
                return;
            }

            var most = Encoding.UTF8.GetMaxByteCount(value.Length);
            if (most + LargestFixed > buffer.Length)
            {
                Write(Encoding.UTF8.GetBytes(value));
                return;
            }

            Next(sizeof(int) + most);
            var length = Encoding.UTF8.GetBytes(value, buffer.AsSpan(used + sizeof(int)));
            Put(length);
            used += length;
        }

        public void Write(short value)
        {
            Next(sizeof(int) + sizeof(short));
            Put(sizeof(short));
            BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), value);
            used += sizeof(short);
        }

        public void Write(int value)
        {
            Next(sizeof(int) + sizeof(int));
            Put(sizeof(int));
            Put(value);
        }

        public void Write(long value)
        {
            Next(sizeof(int) + sizeof(long));
            Put(sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(used), value);
            used += sizeof(long);
        }

        public void Write(bool value)
        {
            Next(sizeof(int) + sizeof(byte));
            Put(sizeof(byte));
            buffer[used++] = value ? (byte)1 : (byte)0;
        }

        public void Write(DateOnly value) => Write(value.DayNumber - EpochDay);

        public void Write(DateTime value) => Write((value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);

        public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

        public void Write(byte[] value)
        {
            Next(sizeof(int));
            Put(value.Length);
            if (value.Length <= buffer.Length - used)
            {
                value.CopyTo(buffer.AsSpan(used));
                used += value.Length;
                return;
            }

            Send();
            copy.Write(value);
        }

        public void End() =>
            at = at == columns ? 0 : throw new ArgumentException($"A row has {at} of {columns} values.");

        /// <summary>Ends the data.</summary>
        public void Complete()
        {
            Reserve(sizeof(short));
            BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), -1);
            used += sizeof(short);
            Send();
        }

        /// <summary>Begins a value, and a row with its first.</summary>
        /// <param name="bytes">How many the value takes at most, its length included.</param>
        private void Next(int bytes)
        {
            Reserve(sizeof(short) + bytes);
            if (at++ > 0)
                return;
            BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), columns);
            used += sizeof(short);
        }

        private void Reserve(int bytes)
        {
            if (buffer.Length - used < bytes)
                Send();
        }

        private void Put(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), value);
            used += sizeof(int);
        }

        private void Send()
        {
            copy.Write(buffer, 0, used);
            used = 0;
        }
    }
}
