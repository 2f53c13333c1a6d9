namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Earlier and undone states of something that is edited. The oldest go when there are too many.</summary>
/// <param name="max">How many steps can be undone.</param>
internal sealed class EditHistory<T>(int max)
{
    private readonly List<T> earlier = [];
    private readonly Stack<T> undone = new();

    public bool CanUndo => earlier.Count > 0;

    public bool CanRedo => undone.Count > 0;

    /// <summary>Remembers the state before a change; what was undone cannot be redone any more.</summary>
    public void Push(T before)
    {
        earlier.Add(before);
        if (earlier.Count > max)
            earlier.RemoveAt(0);
        undone.Clear();
    }

    /// <summary>Answers the state before the last change.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to undo.</exception>
    public T Undo(T now)
    {
        if (!CanUndo)
            throw new InvalidOperationException("There is nothing to undo.");
        var before = earlier[^1];
        earlier.RemoveAt(earlier.Count - 1);
        undone.Push(now);
        return before;
    }

    /// <summary>Answers the state that was undone last.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to redo.</exception>
    public T Redo(T now)
    {
        var after = undone.Pop();
        earlier.Add(now);
        return after;
    }

    public void Clear()
    {
        earlier.Clear();
        undone.Clear();
    }
}
